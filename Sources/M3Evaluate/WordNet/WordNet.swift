import FoundationEssentials

/// WordNet 3.0's database files (Debian's package `wordnet-base`), enough of them for Wu and Palmer's similarity.
///
/// Files are read whole; index lines are found by binary search, synsets by their byte offset, as wndb(5) describes.
public struct WordNet: Sendable {
  /// Parts of speech, in the order in which a word's synsets are listed.
  enum Part: Int, CaseIterable, Sendable {
    case noun, verb, adjective, adverb

    var ending: String { ["noun", "verb", "adj", "adv"][rawValue] }
  }

  /// A synset: its part of speech and where it stands in that part's data file.
  struct Synset: Hashable, Sendable {
    let part: Part
    let offset: Int
  }

  /// Where Debian puts the files.
  public static let debianFolder = "/usr/share/wordnet"
  private static let fileLimit = 64 << 20

  private let indexes: [AnnotationFile]
  private let data: [AnnotationFile]
  private let exceptions: [[String: String]]
  let cache = SimilarityCache()

  /// Opens the files in a folder.
  ///
  /// - Throws: `EvaluateError.wordNetMissing` naming the first file that is not there; `EvaluateError.unreadable`.
  public init(folder: String) throws(EvaluateError) {
    var indexes: [AnnotationFile] = []
    var data: [AnnotationFile] = []
    var exceptions: [[String: String]] = []
    for part in Part.allCases {
      indexes.append(try Self.open("index.\(part.ending)", in: folder))
      data.append(try Self.open("data.\(part.ending)", in: folder))
      exceptions.append(Self.exceptions(try Self.open("\(part.ending).exc", in: folder)))
    }
    (self.indexes, self.data, self.exceptions) = (indexes, data, exceptions)
  }

  private static func open(_ name: String, in folder: String) throws(EvaluateError) -> AnnotationFile {
    let path = URL(filePath: folder).appending(path: name).path
    guard FileManager.default.fileExists(atPath: path) else { throw .wordNetMissing(path: path) }
    return try AnnotationFile(path: path, limit: fileLimit)
  }

  /// `word base [base ...]` a line; the first base counts.
  private static func exceptions(_ file: AnnotationFile) -> [String: String] {
    var found: [String: String] = [:]
    for line in file.bytes.split(separator: 0x0A) {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      if words.count >= 2, found[String(words[0])] == nil { found[String(words[0])] = String(words[1]) }
    }
    return found
  }

  /// Whether a word stands in WordNet in one part of speech, as it is written.
  func knows(_ word: String, _ part: Part) -> Bool { entry(word, part) != nil }

  /// The base of an irregular form.
  func exception(_ word: String, _ part: Part) -> String? { exceptions[part.rawValue][word] }

  /// The first word of WordNet that ending rules lead to, applied again and again until one does.
  func ruledBase(_ word: String, _ part: Part) -> String? {
    var forms = [word]
    while !forms.isEmpty {
      forms = forms.flatMap { form in
        Self.rules[part.rawValue].filter { form.hasSuffix($0.0) && form.count > $0.0.count }.map {
          form.dropLast($0.0.count) + $0.1
        }
      }
      if let base = forms.first(where: { knows($0, part) }) { return base }
      guard forms.count < 64, forms.contains(where: { $0.count < word.count }) else { return nil }
    }
    return nil
  }

  /// Ending rules of morphy(7).
  private static let rules: [[(String, String)]] = [
    [
      ("s", ""), ("ses", "s"), ("ves", "f"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
      ("ies", "y"),
    ],
    [("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")],
    [("er", ""), ("est", ""), ("er", "e"), ("est", "e")],
    [],
  ]

  /// The most frequent synset of a word, looking at nouns, verbs, adjectives and adverbs in turn; in each at the word
  /// itself, its irregular base, its ruled base.
  func firstSynset(_ word: String) -> Synset? {
    for part in Part.allCases {
      let irregular = exception(word, part)
      let bases = [word, irregular, irregular == nil ? ruledBase(word, part) : nil]
      guard let fields = bases.lazy.compactMap({ $0.flatMap { self.entry($0, part) } }).first else { continue }
      // lemma pos synset_cnt p_cnt [pointers] sense_cnt tagsense_cnt offsets
      guard fields.count > 3, let pointers = Int(fields[3]), pointers >= 0, fields.count > 6 + pointers,
        let offset = Int(fields[6 + pointers])
      else { continue }
      return Synset(part: part, offset: offset)
    }
    return nil
  }

  /// The fields of a word's line in an index file, by binary search over bytes.
  private func entry(_ word: String, _ part: Part) -> [Substring]? {
    let bytes = indexes[part.rawValue].bytes
    let wanted = Array(word.replacing(" ", with: "_").utf8) + [0x20]
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high) / 2
      var begin = middle
      while begin > low, bytes[begin - 1] != 0x0A { begin -= 1 }
      let end = bytes[begin...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[begin..<end]
      if line.starts(with: wanted) { return String(decoding: line, as: UTF8.self).split(separator: " ") }
      if line.lexicographicallyPrecedes(wanted) { low = end + 1 } else { high = begin }
    }
    return nil
  }

  /// The first word of a synset, by which equals are ordered.
  func name(_ synset: Synset) -> String {
    let fields = fields(of: synset)
    return fields.count > 4 ? fields[4].lowercased() : ""
  }

  /// The synsets above one (hypernyms and, for names, what they are instances of).
  func hypernyms(_ synset: Synset) -> [Synset] {
    let fields = fields(of: synset)
    // offset lex_filenum ss_type w_cnt word lex_id [word lex_id ...] p_cnt [symbol offset pos source/target ...]
    guard fields.count > 4, let words = Int(fields[3], radix: 16), fields.count > 4 + 2 * words,
      let pointers = Int(fields[4 + 2 * words])
    else { return [] }
    let first = 5 + 2 * words
    return (0..<min(max(pointers, 0), 1000)).compactMap { number in
      let place = first + 4 * number
      guard place + 1 < fields.count, fields[place] == "@" || fields[place] == "@i" else { return nil }
      return Int(fields[place + 1]).map { Synset(part: synset.part, offset: $0) }
    }
  }

  private func fields(of synset: Synset) -> [Substring] {
    let bytes = data[synset.part.rawValue].bytes
    guard bytes.indices.contains(synset.offset) else { return [] }
    let line = bytes[synset.offset...].prefix { $0 != 0x0A && $0 != UInt8(ascii: "|") }
    return String(decoding: line, as: UTF8.self).split(separator: " ")
  }
}
