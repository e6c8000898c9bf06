import M3Core

/// What the language model said.
struct Said {
  var text = ""
  var ids: [Int32] = []
  var finish = Answer.Finish.length
  var choice: String?
  var options: [Answer.Option]?
}
