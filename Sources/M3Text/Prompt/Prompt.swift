/// What a model reads before it answers: text, markers, and the place of the visual tokens.
///
/// The parts are kept apart on purpose: whatever a user writes stays text, also when it looks like `<image>` or `</s>`.
public struct Prompt: Equatable, Sendable {
  /// A token that structures a prompt and that no text can spell.
  public enum Marker: String, CaseIterable, Sendable {
    /// Begins a sequence; the very first one of a prompt is put by the tokenizer and not written here.
    case begin = "<s>"
    /// Ends an answer.
    case end = "</s>"
    /// Begins a turn in ChatML; plain text for a vocabulary that lacks it.
    case turnBegin = "<|im_start|>"
    /// Ends a turn in ChatML; plain text for a vocabulary that lacks it.
    case turnEnd = "<|im_end|>"
  }

  public enum Segment: Equatable, Sendable {
    case text(String)
    case marker(Marker)
    /// All visual tokens, wherever they come from.
    case visual
  }

  /// In order; two texts never stand side by side, and no text is empty.
  public private(set) var segments: [Segment] = []

  public init(_ segments: [Segment] = []) {
    for segment in segments { append(segment) }
  }

  public mutating func append(_ segment: Segment) {
    guard case .text(let text) = segment else { return segments.append(segment) }
    guard !text.isEmpty else { return }
    if case .text(let last) = segments.last {
      segments[segments.count - 1] = .text(last + text)
    } else {
      segments.append(segment)
    }
  }

  /// The prompt as the reference systems write it, `<image>` for the visual tokens; for people and hashes, not to be
  /// parsed again.
  public var written: String {
    segments.map {
      switch $0 {
      case .text(let text): text
      case .marker(let marker): marker.rawValue
      case .visual: "<image>"
      }
    }.joined()
  }
}

extension Prompt: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Segment...) { self.init(elements) }
}

extension Prompt {
  static func += (prompt: inout Prompt, text: String) { prompt.append(.text(text)) }
  static func += (prompt: inout Prompt, marker: Marker) { prompt.append(.marker(marker)) }
  static func += (prompt: inout Prompt, other: Prompt) { for segment in other.segments { prompt.append(segment) } }
}
