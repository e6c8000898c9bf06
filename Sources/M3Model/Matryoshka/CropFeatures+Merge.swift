import M3Core

extension CropFeatures {
  /// The tokens of one picture's crops as one sequence: the base crop, then the tiles.
  ///
  /// Each crop is reduced first, then the tiles are put together (mu-cai/matryoshka-mm, llava/model/llava_arch.py
  /// `prepare_inputs_labels_for_multimodal`; mm_patch_merge_type). The count is what `AnyresGeometry.tokens` foretells.
  ///
  /// - Parameters:
  ///   - first: index of the picture's base crop; its tiles follow, row by row.
  ///   - newline: ends each row of the unpadded grid; one token. Not used by the other ways to merge.
  /// - Precondition: the crops are there.
  func merged(
    first: Int, geometry: AnyresGeometry, by merge: PatchMerge, at wanted: VisualScale, reduction: Reduction,
    newline: [Float]
  ) -> VisualTokens {
    precondition(first >= 0 && first + geometry.cropCount <= cropCount, "\(geometry.cropCount) crops expected")
    var merged = tokens(of: first, at: wanted, by: reduction)
    let tiles = (1..<geometry.cropCount).map { tokens(of: first + $0, at: wanted, by: reduction) }
    switch merge {
    case .flat:
      for tile in tiles { merged.append(tile) }
    case .spatial:
      for row in 0..<geometry.rows * wanted.side {
        Self.append(row, columns: 0..<geometry.columns * wanted.side, of: tiles, geometry, wanted, to: &merged)
      }
    case .spatialUnpad:
      let kept = geometry.keptGrid(at: wanted)
      for row in kept.rows {
        Self.append(row, columns: kept.columns, of: tiles, geometry, wanted, to: &merged)
        merged.append(token: newline)
      }
    }
    return merged
  }

  /// Appends a part of one row of the grid that the tiles make together.
  private static func append(
    _ row: Int, columns: Range<Int>, of tiles: [VisualTokens], _ geometry: AnyresGeometry, _ scale: VisualScale,
    to merged: inout VisualTokens
  ) {
    for tile in 0..<geometry.columns {
      let inside = columns.clamped(to: tile * scale.side..<(tile + 1) * scale.side)
      guard !inside.isEmpty else { continue }
      let start = row % scale.side * scale.side - tile * scale.side
      let tokens = tiles[row / scale.side * geometry.columns + tile]
      merged.append(
        VisualTokens(
          width: tokens.width, values: Array(tokens[start + inside.lowerBound..<start + inside.upperBound])))
    }
  }
}
