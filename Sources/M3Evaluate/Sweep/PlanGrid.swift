public import M3Core

/// Accuracy by (frames, scale), ready for a heat map.
public struct PlanGrid: Equatable, Sendable {
  /// Rows, ascending; nil (as many as there is room for) last.
  public let frames: [Int?]
  /// Columns, coarse to fine.
  public let scales: [VisualScale]
  /// [row][column]; nil where the sweep has no such plan.
  public let cells: [[PlanPoint?]]

  /// - Parameter points: plans of one layout, reduction and model; of several with the same frames and scale the first
  ///   counts.
  public init(_ points: [PlanPoint]) {
    let rows = Set(points.map(\.plan.frames)).sorted { ($0 ?? .max) < ($1 ?? .max) }
    let columns = Set(points.map(\.plan.scale)).sorted()
    frames = rows
    scales = columns
    cells = rows.map { row in
      columns.map { column in points.first { $0.plan.frames == row && $0.plan.scale == column } }
    }
  }
}
