import M3Core

extension Scene {
  /// Every line and every character of the board.
  func boardQuestions() -> [WorldQuestion] {
    guard let board else { return [] }
    var questions: [WorldQuestion] = []
    for number in board.lines.indices {
      let row = board.cell(line: number, position: 0)
      let width = SceneBoard.lineLength * WorldGlyph.cellWidth
      questions.append(
        ask(
          .line, "what does line \(WorldNumber.cardinals[number + 1]) say?", board.text(line: number),
          boardEvidence(board, x: row.x, y: row.y, width: width), number: number))
    }
    for (number, line) in board.lines.enumerated() {
      for (position, glyph) in line.enumerated() {
        let cell = board.cell(line: number, position: position)
        let words = "which character is \(WorldNumber.ordinals[position]) in line \(WorldNumber.cardinals[number + 1])?"
        questions.append(
          ask(
            .character, words, glyph.rawValue,
            boardEvidence(board, x: cell.x, y: cell.y, width: WorldGlyph.cellWidth),
            number: number * SceneBoard.lineLength + position))
      }
    }
    return questions
  }

  private func boardEvidence(_ board: SceneBoard, x: Int, y: Int, width: Int) -> WorldEvidence {
    WorldEvidence(
      times: spans([board.frames]),
      region: WorldEvidence.region(x: x, y: y, width: width, height: WorldGlyph.cellHeight), scale: .tokens576,
      frames: kind == .clip ? 5 : 1)
  }
}
