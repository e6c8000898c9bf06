import Foundation
import M3Text

/// LLaVA's training data: a JSON array of entries with `image` or `video` and `conversations` of human and gpt turns.
enum ConversationFile {
  private struct Entry: Decodable {
    struct Turn: Decodable {
      var from: String
      var value: String
    }
    var image: String?
    var video: String?
    var conversations: [Turn]
  }

  static func items(_ path: String, root: String) throws(TrainError) -> [FileSource.Item] {
    let entries: [Entry]
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw .badData(place: path, reason: DataFile.reason(error))
    }
    var items: [FileSource.Item] = []
    for (index, entry) in entries.enumerated() {
      let place = "\(path), entry \(index)"
      guard entry.image == nil || entry.video == nil else {
        throw .badData(place: place, reason: "it has an image and a video")
      }
      items.append(
        FileSource.Item(
          clip: (entry.image ?? entry.video).map { DataFile.resolve($0, root) },
          conversations: [try exchanges(entry, place)], kinds: ["conversation"], place: place))
    }
    return items
  }

  private static func exchanges(_ entry: Entry, _ place: String) throws(TrainError) -> [Conversation.Exchange] {
    var exchanges: [Conversation.Exchange] = []
    guard entry.conversations.count >= 2, entry.conversations.count % 2 == 0 else {
      throw .badData(place: place, reason: "\(entry.conversations.count) turns are not questions and answers")
    }
    for start in stride(from: 0, to: entry.conversations.count, by: 2) {
      let (question, answer) = (entry.conversations[start], entry.conversations[start + 1])
      guard question.from == "human", answer.from == "gpt" else {
        throw .badData(place: place, reason: "turn \(start) is not human's, or the next not gpt's")
      }
      var text = question.value
      if start == 0 {
        for marker in ["<image>\n", "\n<image>", "<image>", "<video>\n", "\n<video>", "<video>"] {
          text = text.replacingOccurrences(of: marker, with: "")
        }
      }
      exchanges.append(Conversation.Exchange(question: text, answer: answer.value))
    }
    return exchanges
  }
}
