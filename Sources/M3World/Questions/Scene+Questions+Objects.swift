import M3Core

extension Scene {
  /// Background, shapes, colours, number and places.
  func objectQuestions() -> [WorldQuestion] {
    let whole = WorldEvidence(times: wholeTime, region: WorldEvidence.wholeFrame, scale: .tokens1, frames: 1)
    var questions = [ask(.background, "what color is the background?", background.color.rawValue, whole)]
    for (number, object) in objects.enumerated() {
      questions.append(
        ask(
          .shape, "what shape is the \(object.color.rawValue) object?", object.shape.rawValue,
          evidence(of: object, scale: .tokens36), number: number))
      if objects.count(where: { $0.shape == object.shape }) == 1 {
        questions.append(
          ask(
            .color, "what color is the \(object.shape.rawValue)?", object.color.rawValue,
            evidence(of: object), number: number))
      }
      if let place = object.place {
        questions.append(
          ask(
            .position, "where is the \(object.color.rawValue) object?", place.rawValue, evidence(of: object),
            number: number))
      }
    }
    questions.append(
      ask(
        .count, "how many objects are there?", WorldNumber.cardinals[objects.count],
        WorldEvidence(times: wholeTime, region: WorldEvidence.wholeFrame, scale: .tokens9, frames: 1)))
    return questions + relationQuestions()
  }

  /// Pairs that stand in one row or in one column of places.
  private func relationQuestions() -> [WorldQuestion] {
    var questions: [WorldQuestion] = []
    for object in objects {
      for other in objects where object.color != other.color {
        guard let here = object.place, let there = other.place, let relation = Self.relation(of: here, from: there)
        else { continue }
        let words = "where is the \(object.color.rawValue) object, seen from the \(other.color.rawValue) object?"
        questions.append(
          ask(
            .relation, words, relation.rawValue, Self.union(evidence(of: object), evidence(of: other)),
            number: questions.count))
      }
    }
    return questions
  }

  /// Nil unless the places share a row or a column.
  private static func relation(of place: WorldPlace, from other: WorldPlace) -> WorldRelation? {
    if place.row == other.row { return place.column < other.column ? .left : .right }
    if place.column == other.column { return place.row < other.row ? .above : .below }
    return nil
  }

  private static func union(_ one: WorldEvidence, _ two: WorldEvidence) -> WorldEvidence {
    let left = min(one.region[0], two.region[0])
    let top = min(one.region[1], two.region[1])
    let right = max(one.region[0] + one.region[2], two.region[0] + two.region[2])
    let bottom = max(one.region[1] + one.region[3], two.region[1] + two.region[3])
    return WorldEvidence(
      times: one.times, region: [left, top, right - left, bottom - top].map(WorldEvidence.rounded), scale: one.scale,
      frames: 1)
  }

  /// Which way something moves, and what.
  func motionQuestions() -> [WorldQuestion] {
    let evidence =
      mover.map { self.evidence(of: $0, frames: 2) }
      ?? WorldEvidence(times: wholeTime, region: WorldEvidence.wholeFrame, scale: .tokens9, frames: 2)
    return [
      ask(
        .direction, "which way does something move?", mover?.motion?.rawValue ?? QuestionKind.nothingMoves, evidence),
      ask(
        .mover, "what color is the object that moves?", mover?.color.rawValue ?? QuestionKind.nothingMoves, evidence),
    ]
  }
}
