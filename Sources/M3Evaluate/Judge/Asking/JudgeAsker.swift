import Foundation
import M3Core

/// Asks for one verdict, again where that may help.
struct JudgeAsker<Connection: JudgeConnection>: Sendable {
  let question: JudgeQuestion
  let identity: JudgeIdentity
  let policy: JudgePolicy
  let connection: Connection

  init(question: JudgeQuestion, identity: JudgeIdentity, policy: JudgePolicy, connection: Connection) {
    self.question = question
    self.identity = identity
    self.policy = policy
    self.connection = connection
  }

  func ask() async throws -> JudgeOutcome {
    let body = try Array(
      JSONEncoder.m3.encode(
        ChatRequest(model: identity.model, messages: question.messages, temperature: identity.temperature)))
    // Requests that failed together come again apart; the same ones whenever it is run.
    var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(question.number)))
    var attempt = 0
    while true {
      attempt += 1
      let trouble: Trouble
      do {
        let response = try await connection.send(body)
        if response.status == 200, let reply = ChatReply(response.body) { return judged(reply, attempt) }
        trouble = self.trouble(response)
      } catch let silence as JudgeSilence {
        trouble = Trouble(reason: connection.redacted(silence.reason), mayHelp: true)
      }
      guard !trouble.isFinal else {
        return JudgeOutcome(row: nil, failure: trouble.error(identity.host, attempt), isFinal: true)
      }
      let share = Double(generator.index(below: 1000)) / 1000
      let pause = policy.pause(after: attempt, asked: trouble.retryAfter, share: share)
      guard trouble.mayHelp, attempt < policy.attempts, pause <= policy.longestPause else {
        var row = JudgeRow(question, outcome: .silent, attempts: attempt)
        row.error = trouble.reason
        row.reply = trouble.text
        return JudgeOutcome(row: row, failure: trouble.error(identity.host, attempt), isFinal: false)
      }
      try await connection.pause(seconds: pause)
    }
  }

  private func judged(_ reply: ChatReply, _ attempts: Int) -> JudgeOutcome {
    let content = connection.redacted(reply.content)
    let verdict = JudgeVerdict(reply: content, aspect: question.aspect)
    var row = JudgeRow(question, outcome: verdict == nil ? .unparsed : .read, attempts: attempts)
    row.isMatch = verdict?.isMatch
    row.score = verdict?.score
    row.reply = content
    row.model = reply.model.map { connection.redacted($0) }
    row.promptTokens = reply.promptTokens
    row.completionTokens = reply.completionTokens
    return JudgeOutcome(row: row, failure: nil, isFinal: false)
  }

  /// What an answer that is no verdict means.
  private func trouble(_ response: JudgeResponse) -> Trouble {
    let status = response.status
    let complaint = connection.redacted(ChatReply.complaint(response.body))
    var trouble = Trouble(status: status, reason: "it answers \(status): \(complaint)", mayHelp: false)
    trouble.retryAfter = response.retryAfter
    trouble.text = connection.redacted(String(decoding: response.body.prefix(4096), as: UTF8.self))
    switch status {
    case 200:
      trouble.reason = "its answer is no chat completion: \(complaint)"
      trouble.mayHelp = true
    case 300..<400:
      trouble.reason = "it sends elsewhere (\(status)), which is not followed"
      trouble.isFinal = true
    case 401, 403:
      // What it says may repeat part of the key.
      trouble.reason = "it does not accept the key (\(status))"
      trouble.isFinal = true
    case 404, 405: trouble.isFinal = true
    case 408, 409, 425, 429, 500..<600: trouble.mayHelp = true
    default: break
    }
    return trouble
  }

  /// Why there is no verdict.
  private struct Trouble {
    /// Of HTTP; nil where no answer came.
    var status: Int?
    var reason: String
    /// Another request may bring a reply.
    var mayHelp: Bool
    /// No request for any row will.
    var isFinal = false
    var retryAfter: Double?
    /// What came instead of a reply.
    var text: String?

    func error(_ host: String, _ attempts: Int) -> EvaluateError {
      if !mayHelp, let status { return .judgeRefuses(host: host, status: status, reason: reason) }
      return .judgeSilent(host: host, attempts: attempts, reason: reason, retryAfter: retryAfter)
    }
  }
}

/// What came of asking for one verdict.
struct JudgeOutcome: Sendable {
  /// To be written down; nil where nothing was said about this row.
  let row: JudgeRow?
  let failure: EvaluateError?
  /// Going on with other rows makes no sense.
  let isFinal: Bool
}
