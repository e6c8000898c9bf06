import Foundation
import M3Core

/// Where a judge answers: the address of an OpenAI-compatible endpoint, and the key that it may see.
struct JudgeEndpoint: Sendable {
  /// Variables that a key may come from, the first one that is set; set to nothing it says that there is none.
  static let keyVariables = ["M3_JUDGE_KEY", "OPENAI_API_KEY"]
  private static let path = "/chat/completions"

  /// Of chat completions.
  let url: String
  /// Host and port, for people and records: nothing else of an address, which may hold secrets.
  let host: String
  /// Spoken to without a proxy.
  let isLoopback: Bool
  /// Never printed and never written.
  let key: String?

  /// - Parameters:
  ///   - address: the endpoint's base, for instance `https://api.openai.com/v1`, or that of its chat completions.
  ///   - environment: where the key stands.
  /// - Throws: `JudgeEndpointError`.
  init(_ address: String, environment: [String: String] = ProcessInfo.processInfo.environment)
    throws(JudgeEndpointError)
  {
    guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), var parts = URLComponents(string: address),
      let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let name = parts.host?.lowercased(), !name.isEmpty
    else { throw .badAddress }
    guard parts.user == nil, parts.password == nil else { throw .namedUser }
    var path = parts.path
    while path.hasSuffix("/") { path.removeLast() }
    parts.path = path.hasSuffix(Self.path) ? path : path + Self.path
    parts.fragment = nil
    guard let url = parts.string else { throw .badAddress }
    self.url = url
    host = name + (parts.port.map { ":\($0)" } ?? "")
    isLoopback = Self.isLoopback(name)
    key = try Self.key(environment)
    // In the clear a key may be read, and used, by everyone on the way.
    guard scheme == "https" || isLoopback || key == nil else { throw .keyInTheClear(host: host) }
  }

  private static func isLoopback(_ host: String) -> Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    let isFour = numbers.count == 4 && numbers.allSatisfy { UInt8($0) != nil }
    return ["localhost", "::1", "[::1]"].contains(host) || (isFour && numbers[0] == "127")
  }

  private static func key(_ environment: [String: String]) throws(JudgeEndpointError) -> String? {
    guard let name = keyVariables.first(where: { environment[$0] != nil }), let text = environment[name] else {
      return nil
    }
    let key = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !key.isEmpty else { return nil }
    // Anything else could add lines to the request's head.
    guard key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badKey(variable: name) }
    return key
  }
}

/// What is wrong with a judge's address or key; neither stands in the message.
enum JudgeEndpointError: ExplainedError, Equatable {
  case badAddress
  case namedUser
  case keyInTheClear(host: String)
  case badKey(variable: String)

  var message: String {
    switch self {
    case .badAddress: "--judge-url is no address of the form https://host/v1"
    case .namedUser: "--judge-url holds a user's name or password"
    case .keyInTheClear(let host):
      "\(host.escapedForTerminal) is spoken to without encryption, and the key will not be sent so"
    case .badKey(let variable): "\(variable) holds blanks or characters that no key has"
    }
  }

  var hint: String? {
    switch self {
    case .badAddress, .badKey: nil
    case .namedUser: "give the key by \(JudgeEndpoint.keyVariables.joined(separator: " or "))"
    case .keyInTheClear:
      "use https; or, for an endpoint that needs no key, set \(JudgeEndpoint.keyVariables[0]) to nothing"
    }
  }
}
