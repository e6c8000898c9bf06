import Foundation
import M3Text

/// The generic question format: each line a JSON object with `video`, `question`, `answer`, and `choices` if there are.
///
/// Questions about one video become one sample, in the order of its first question.
enum QuestionFile {
  private struct Row: Decodable {
    var video: String
    var question: String
    var answer: String
    var choices: [String]?
    var type: String?
  }

  static func items(_ path: String, root: String) throws(TrainError) -> [FileSource.Item] {
    let text: String
    do { text = try String(contentsOf: URL(filePath: path), encoding: .utf8) } catch {
      throw .badData(place: path, reason: DataFile.reason(error))
    }
    var items: [FileSource.Item] = []
    var numbers: [String: Int] = [:]
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy(\.isWhitespace) {
      let place = "\(path), line \(number + 1)"
      let row: Row
      do { row = try JSONDecoder().decode(Row.self, from: Data(line.utf8)) } catch {
        throw .badData(place: place, reason: DataFile.reason(error))
      }
      if numbers[row.video] == nil {
        numbers[row.video] = items.count
        items.append(
          FileSource.Item(clip: DataFile.resolve(row.video, root), conversations: [], kinds: [], place: place))
      }
      guard let item = numbers[row.video] else { continue }
      items[item].conversations.append([try exchange(row, place)])
      items[item].kinds.append(row.type ?? "question")
    }
    return items
  }

  private static func exchange(_ row: Row, _ place: String) throws(TrainError) -> Conversation.Exchange {
    guard let choices = row.choices else { return Conversation.Exchange(question: row.question, answer: row.answer) }
    guard let index = choices.firstIndex(of: row.answer) else {
      throw .badData(place: place, reason: "the answer is none of the choices")
    }
    do throws(TextError) {
      let choice = try MultipleChoice(choices, allowingDuplicates: true)
      return Conversation.Exchange(question: choice.question(row.question), answer: choice.letters[index])
    } catch {
      throw .badData(place: place, reason: error.message)
    }
  }
}
