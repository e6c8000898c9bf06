/// How the 576 projected tokens of a crop become a coarser set.
///
/// Averaging is what M3 releases and trains. The two samplings are the paper's alternatives (table 4, table 6,
/// figure 5); their index patterns are unpublished, so the definitions here are ours: both nest across scales.
public enum Reduction: String, Codable, CaseIterable, Sendable {
  /// The mean of each window of patches.
  case average
  /// The top left token of each window.
  case spatial
  /// The first tokens in raster order.
  case sequential
}
