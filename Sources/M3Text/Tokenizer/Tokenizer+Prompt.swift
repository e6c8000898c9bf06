/// A stretch of a tokenized prompt.
public enum PromptPart: Equatable, Sendable {
  /// At least one token id.
  case tokens([Int32])
  /// All visual tokens stand here.
  case visual
}

extension Tokenizer {
  /// The token ids of a prompt.
  ///
  /// As LLaVA's `tokenizer_image_token` (haotian-liu/LLaVA, llava/mm_utils.py) with the slow LLaMA tokenizer: the texts
  /// on both sides of the visual tokens, and of a marker, are encoded apart, each with its own leading space; the begin
  /// token stands once, at the very start. A marker is its token if the vocabulary has one, else part of the text.
  ///
  /// - Throws: `TextError.textTooLong`, `.tokenization`.
  public func parts(of prompt: Prompt) throws(TextError) -> [PromptPart] {
    var parts: [PromptPart] = []
    var ids: [Int32] = beginID.map { [$0] } ?? []
    var text = ""
    for segment in prompt.segments {
      switch segment {
      case .text(let more): text += more
      case .marker(let marker):
        guard let id = id(of: marker) else {
          text += marker.rawValue
          continue
        }
        ids += try encode(text) + [id]
        text = ""
      case .visual:
        ids += try encode(text)
        text = ""
        if !ids.isEmpty { parts.append(.tokens(ids)) }
        parts.append(.visual)
        ids = []
      }
    }
    ids += try encode(text)
    if !ids.isEmpty { parts.append(.tokens(ids)) }
    return parts
  }

  /// The token of a marker; nil if the vocabulary has none.
  public func id(of marker: Prompt.Marker) -> Int32? {
    switch marker {
    case .begin: beginID
    case .end: endID
    case .turnBegin, .turnEnd: id(marker.rawValue)
    }
  }
}
