import Glibc
import M3Core
import M3Tensor

/// A start for a small language model's attention, for tokens that say words in channels of their own
/// (`WordAlignment`).
///
/// In the first layer one head gathers the words of a text at each of its tokens. In the second, heads find the patches
/// that say those words, wherever they stand, and copy what else they say: "red" finds red patches and copies their
/// shape and place, "third" and "two" that slot of the board and its character. Queries and keys lie in those rotary
/// pairs that hardly turn over the whole context. Nothing is frozen; training goes on from there.
struct RetrievalAttention {
  /// Whom a head looks at, and what it copies from there: names of dense tasks.
  private struct Head {
    var finds: [String]
    var copies: [String]
  }

  private let shape: ModelShape.Language
  private let words: ContentWords
  /// Rotary pairs of a head that turn by less than a radian over the longest prefix.
  private let slowPairs: Range<Int>

  private static let heads = [
    Head(finds: ["color", "shape"], copies: ["color", "shape", "place"]),
    Head(finds: ["slot"], copies: ["glyph"]),
    Head(finds: ["flash"], copies: ["flash"]),
    Head(finds: [], copies: ["background", "color", "shape", "flash"]),
  ]

  /// Nil for models of other numbers of heads, that share keys, or are too narrow for the words.
  init?(_ shape: ModelShape.Language, theta: Double, _ words: ContentWords) {
    let pairs = shape.headWidth / 2
    let slow = (0..<pairs).first { pow(theta, -Double($0) / Double(pairs)) * Self.prefix < 1 } ?? pairs
    guard shape.heads == shape.keyValueHeads, shape.heads == Self.heads.count, shape.layers >= 2 else { return nil }
    self.shape = shape
    self.words = words
    slowPairs = slow..<pairs
    for head in Self.heads {
      guard words.channels(of: head.finds).count < 2 * slowPairs.count,
        words.channels(of: head.copies).count <= shape.headWidth
      else { return nil }
    }
    guard words.channels(of: Self.heads.flatMap(\.finds)).count <= shape.headWidth else { return nil }
  }

  func apply(to model: TrainableModel) {
    for layer in 0..<shape.layers { quieten(model, layer: layer) }
    let text = shape.hidden - 1
    var gathering = HeadProjection(shape, head: 0)
    gathering.match(query: text, key: text, strength: Self.togetherness, at: slowPairs.lowerBound)
    gathering.copy(words.channels(of: Self.heads.flatMap(\.finds)), strength: Self.gathered)
    gathering.write(to: model, layer: 0)
    for (number, head) in Self.heads.enumerated() {
      var finding = HeadProjection(shape, head: number)
      // Patches are looked for, not text that says the same.
      finding.match(query: text, key: text, strength: Self.aversion, negative: true, at: slowPairs.lowerBound)
      for (index, channel) in words.channels(of: head.finds).enumerated() {
        let place = index + 1
        let half = place < slowPairs.count ? place : place - slowPairs.count + shape.headWidth / 2
        finding.match(query: channel, key: channel, strength: Self.sharpness, at: slowPairs.lowerBound + half)
      }
      finding.copy(words.channels(of: head.copies), strength: Self.found)
      finding.write(to: model, layer: 1)
    }
  }

  /// What the layers do otherwise begins small, so that it does not drown the words.
  private func quieten(_ model: TrainableModel, layer: Int) {
    for name in ["self_attn.o_proj", "mlp.down_proj"] {
      guard let weight = model.parameter("language_model.layers.\(layer).\(name).weight") else { continue }
      model.weights[weight.range] = model.weights[weight.range].map { $0 * Self.restShare }
    }
  }

  /// Tokens of the longest visual prefix.
  private static let prefix = 2880.0
  /// How much text looks at text.
  private static let togetherness: Float = 1.5
  /// How much it looks away from it: more than it looks for its own words.
  private static let aversion: Float = 2.6
  private static let sharpness: Float = 1.6
  private static let gathered: Float = 2.2
  private static let found: Float = 0.7
  private static let restShare: Float = 0.4
}
