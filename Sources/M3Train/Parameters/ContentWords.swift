/// The words that patches can say, each with a channel of the language model of its own.
struct ContentWords {
  /// By channel.
  let all: [String]
  private let byTask: [String: [Int]]

  init(_ tasks: [DenseTask]) {
    var channels: [String: Int] = [:]
    var all: [String] = []
    var byTask: [String: [Int]] = [:]
    for task in tasks {
      for word in task.words.joined() {
        if channels[word] == nil {
          channels[word] = all.count
          all.append(word)
        }
        if let channel = channels[word], !(byTask[task.name]?.contains(channel) ?? false) {
          byTask[task.name, default: []].append(channel)
        }
      }
    }
    self.all = all
    self.byTask = byTask
  }

  func channel(of word: String) -> Int? { all.firstIndex(of: word) }

  /// Channels of the words of some tasks, none twice.
  func channels(of tasks: [String]) -> [Int] {
    Set(tasks.flatMap { byTask[$0] ?? [] }).sorted()
  }
}
