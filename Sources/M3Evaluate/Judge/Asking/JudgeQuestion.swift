import Crypto
import Foundation

/// One thing to be judged: the messages, and the sample that they are about.
struct JudgeQuestion: Sendable {
  let number: Int
  let key: String
  let aspect: JudgeAspect
  let messages: [JudgePrompt.Message]
  /// SHA-256 of the messages, in hexadecimal.
  let hash: String

  init(number: Int, key: String, aspect: JudgeAspect, messages: [JudgePrompt.Message]) {
    self.number = number
    self.key = key
    self.aspect = aspect
    self.messages = messages
    var sum = SHA256()
    for message in messages {
      for part in [message.role, message.content] {
        sum.update(data: Data("\(part.utf8.count) \(part)\n".utf8))
      }
    }
    hash = sum.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  var place: JudgePlace { JudgePlace(number: number, aspect: aspect) }
}
