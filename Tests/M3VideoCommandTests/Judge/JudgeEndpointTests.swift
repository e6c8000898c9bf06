import Testing

@testable import m3_video

/// Where a judge is, and which key it may see.
@Suite struct JudgeEndpointTests {
  static let addresses: [(String, String, String)] = [
    ("https://api.openai.com/v1", "https://api.openai.com/v1/chat/completions", "api.openai.com"),
    ("https://api.openai.com/v1/", "https://api.openai.com/v1/chat/completions", "api.openai.com"),
    ("https://h:8443/v1/chat/completions", "https://h:8443/v1/chat/completions", "h:8443"),
    ("HTTPS://Host", "HTTPS://Host/chat/completions", "host"),
    ("https://h/deployments/x?api-version=1", "https://h/deployments/x/chat/completions?api-version=1", "h"),
    ("http://127.0.0.1:80/v1", "http://127.0.0.1:80/v1/chat/completions", "127.0.0.1:80"),
    ("http://localhost:8080", "http://localhost:8080/chat/completions", "localhost:8080"),
  ]

  @Test(arguments: addresses) func complete(address: String, url: String, host: String) throws {
    let endpoint = try JudgeEndpoint(address, environment: ["OPENAI_API_KEY": "k"])
    #expect(endpoint.url == url && endpoint.host == host && endpoint.key == "k")
  }

  @Test(arguments: [
    "", "api.openai.com/v1", "ftp://h/v1", "file:///etc/passwd", "https://", "https://h/a b", "https://h/\r\nX: y",
  ])
  func bad(address: String) {
    #expect(throws: JudgeEndpointError.badAddress) { try JudgeEndpoint(address, environment: [:]) }
  }

  @Test func names() {
    #expect(throws: JudgeEndpointError.namedUser) { try JudgeEndpoint("https://me:pass@h/v1", environment: [:]) }
  }

  static let keys: [([String: String], String?)] = [
    ([:], nil), (["OPENAI_API_KEY": "a"], "a"), (["M3_JUDGE_KEY": " b\n", "OPENAI_API_KEY": "a"], "b"),
    (["M3_JUDGE_KEY": "", "OPENAI_API_KEY": "a"], nil),
  ]

  @Test(arguments: keys) func keyOf(environment: [String: String], key: String?) throws {
    #expect(try JudgeEndpoint("https://h/v1", environment: environment).key == key)
  }

  @Test(arguments: ["a b", "a\r\nX: y", "\u{E9}"]) func badKeys(key: String) {
    #expect(throws: JudgeEndpointError.badKey(variable: "M3_JUDGE_KEY")) {
      try JudgeEndpoint("https://h/v1", environment: ["M3_JUDGE_KEY": key])
    }
  }

  /// In the clear a key goes to this machine and nowhere else.
  @Test(arguments: [
    ("http://h/v1", false), ("http://127.evil.com/v1", false), ("http://localhost.evil.com", false),
    ("http://10.0.0.1:80", false), ("http://127.0.0.1.evil.com", false), ("http://127.9.9.9", true),
    ("http://[::1]:9", true),
    ("http://LOCALHOST", true), ("https://h", true),
  ]) func inTheClear(address: String, isSent: Bool) throws {
    let environment = ["M3_JUDGE_KEY": "k"]
    if isSent {
      #expect(try JudgeEndpoint(address, environment: environment).key == "k")
    } else {
      #expect(throws: JudgeEndpointError.self) { try JudgeEndpoint(address, environment: environment) }
      #expect(try JudgeEndpoint(address, environment: [:]).key == nil)
    }
  }

  @Test func messagesHoldNoSecret() {
    let errors: [JudgeEndpointError] = [
      .badAddress, .namedUser, .keyInTheClear(host: "h\u{1B}"), .badKey(variable: "V"),
    ]
    let messages = errors.map { "\($0.message) \($0.hint ?? "")" }
    #expect(messages.allSatisfy { !$0.contains("\u{1B}") })
    #expect(messages[2].contains("h\\u{1B} is spoken to without encryption") && messages[2].contains("use https"))
    #expect(messages[3].contains("V holds"))
  }
}
