import M3Core
import M3Evaluate
import M3Report

extension SampleQuestion {
  /// Texts from annotations and models have no bound; the page's have.
  init(_ sample: RunSample, _ record: QuestionRecord?, replies: [SampleReply?]) {
    self.init(
      key: sample.key.cut(to: 200), clip: sample.media.cut(to: 200), type: sample.type?.cut(to: 100),
      question: record?.question.cut(to: 1500), choices: record?.choices.prefix(30).map { $0.cut(to: 300) } ?? [],
      rightChoice: record?.answerIndex, answers: record?.answers.prefix(10).map { $0.cut(to: 200) } ?? [],
      replies: replies)
  }

  /// Bytes of its texts, and what else it takes.
  var size: Int {
    let texts = [key, clip, type ?? "", question ?? ""] + choices + answers
    return texts.reduce(0) { $0 + $1.utf8.count }
      + replies.reduce(0) { $0 + 60 + ($1?.prediction?.utf8.count ?? 0) + ($1?.error?.utf8.count ?? 0) }
  }
}

extension SampleReply {
  init(_ sample: RunSample, verdict: String?) {
    let outcome: Outcome =
      switch sample.outcome {
      case .read: sample.score >= 1 ? .right : sample.score > 0 ? .partly : .wrong
      case .unparsed: .unread
      case .failed: .failed
      case .unscored: .unscored
      }
    let letter = sample.choice.flatMap { $0.utf8.count == 1 ? $0.utf8.first : nil }
    self.init(
      outcome: outcome, score: sample.score, prediction: sample.prediction?.cut(to: 600),
      choice: letter.flatMap { (65...90).contains($0) ? Int($0) - 65 : nil }, visualTokens: sample.visualTokens,
      seconds: sample.seconds.map { ($0.total * 1000).rounded() / 1000 }, error: sample.error?.cut(to: 300),
      verdict: verdict)
  }
}

extension RunSample {
  /// For keeping many of them.
  var withoutTexts: RunSample {
    var sample = self
    (sample.prediction, sample.options, sample.error) = (nil, nil, nil)
    return sample
  }
}

extension String {
  /// The first characters, with an ellipsis where some are left out.
  fileprivate func cut(to count: Int) -> String {
    guard utf8.count > count, let end = index(startIndex, offsetBy: count, limitedBy: endIndex), end < endIndex else {
      return self
    }
    return self[..<end] + "\u{2026}"
  }
}
