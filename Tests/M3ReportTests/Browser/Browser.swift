import Foundation
import M3TestSupport

/// A Chromium without a window, spoken to through a pair of pipes (the DevTools protocol, one JSON value a message).
final class Browser {
  /// What a page said or asked for while it was open.
  struct Record {
    /// Console messages, exceptions, violations of the security policy.
    var complaints: [String] = []
    /// Addresses other than the file itself and data inside it.
    var requests: [String] = []
  }

  /// No answer may take longer, in seconds.
  private static let patience = 60.0

  private let process = Process()
  private let toBrowser: FileHandle
  private let fromBrowser: FileHandle
  private let folder: TemporaryFolder
  private var buffer = Data()
  private var lastNumber = 0
  private var session: String?
  private var isLoaded = false
  private(set) var record = Record()

  /// - Throws: `BrowserProblem.missing` where no Chromium is installed.
  init() throws {
    let program = try Self.program()
    folder = try TemporaryFolder()
    let (input, output) = (folder.path("to"), folder.path("from"))
    guard unsafe mkfifo(input, 0o600) == 0, unsafe mkfifo(output, 0o600) == 0,
      let toBrowser = FileHandle(forUpdatingAtPath: input), let fromBrowser = FileHandle(forUpdatingAtPath: output)
    else { throw BrowserProblem.silent(waiting: "pipes") }
    (self.toBrowser, self.fromBrowser) = (toBrowser, fromBrowser)
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "exec \"$0\" \"$@\" 3<'\(input)' 4>'\(output)' >/dev/null 2>&1", program, "--headless", "--no-sandbox",
      "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions",
      "--remote-debugging-pipe", "--user-data-dir=\(folder.path("profile"))", "about:blank",
    ]
    try process.run()
    let target = try call("Target.createTarget", ["url": "about:blank"])
    let attached = try call(
      "Target.attachToTarget", ["targetId": target["targetId"] as? String ?? "", "flatten": true])
    session = attached["sessionId"] as? String
    for domain in ["Page", "Runtime", "Log", "Network"] { try call("\(domain).enable") }
  }

  deinit {
    _ = try? call("Browser.close")
    process.terminate()
    process.waitUntilExit()
  }

  /// Opens a file in a window of some size and waits until it has loaded.
  func open(_ path: String, width: Int, height: Int = 800, isDark: Bool = false) throws {
    try call(
      "Emulation.setDeviceMetricsOverride",
      ["width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 700])
    try call(
      "Emulation.setEmulatedMedia",
      ["features": [["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]]])
    record = Record()
    isLoaded = false
    try call("Page.navigate", ["url": "file://\(path)"])
    while !isLoaded { _ = try message(waiting: "the page to load") }
  }

  /// The value of an expression in the page.
  @discardableResult
  func evaluate(_ script: String) throws -> Any? {
    let answer = try call(
      "Runtime.evaluate", ["expression": script, "returnByValue": true, "awaitPromise": true])
    if let details = answer["exceptionDetails"] { throw BrowserProblem.exception("\(details)") }
    return (answer["result"] as? [String: Any])?["value"]
  }

  @discardableResult
  private func call(_ method: String, _ parameters: [String: Any] = [:]) throws -> [String: Any] {
    lastNumber += 1
    var message: [String: Any] = ["id": lastNumber, "method": method, "params": parameters]
    if let session { message["sessionId"] = session }
    try toBrowser.write(contentsOf: JSONSerialization.data(withJSONObject: message) + Data([0]))
    while true {
      let answer = try self.message(waiting: method)
      guard answer["id"] as? Int == lastNumber else { continue }
      if let error = answer["error"] { throw BrowserProblem.exception("\(method): \(error)") }
      return answer["result"] as? [String: Any] ?? [:]
    }
  }

  /// The next message, which is also noted if it is an event.
  private func message(waiting: String) throws -> [String: Any] {
    let end = Date(timeIntervalSinceNow: Self.patience)
    while true {
      if let zero = buffer.firstIndex(of: 0) {
        let text = buffer[buffer.startIndex..<zero]
        buffer = Data(buffer[(zero + 1)...])
        let found = try JSONSerialization.jsonObject(with: Data(text)) as? [String: Any] ?? [:]
        note(found)
        return found
      }
      var poll = pollfd(fd: fromBrowser.fileDescriptor, events: Int16(POLLIN), revents: 0)
      guard unsafe Foundation.poll(&poll, 1, 500) > 0 else {
        guard process.isRunning, Date() < end else { throw BrowserProblem.silent(waiting: waiting) }
        continue
      }
      buffer += fromBrowser.availableData
    }
  }

  private func note(_ message: [String: Any]) {
    let parameters = message["params"] as? [String: Any] ?? [:]
    switch message["method"] as? String {
    case "Page.loadEventFired": isLoaded = true
    case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded":
      record.complaints.append("\(parameters)")
    case "Network.requestWillBeSent":
      let address = (parameters["request"] as? [String: Any])?["url"] as? String ?? ""
      if !address.hasPrefix("file:"), !address.hasPrefix("data:") { record.requests.append(address) }
    default: break
    }
  }

  private static func program() throws -> String {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
    for name in ["chromium", "chromium-browser", "google-chrome"] {
      for folder in folders where FileManager.default.isExecutableFile(atPath: "\(folder)/\(name)") {
        return "\(folder)/\(name)"
      }
    }
    throw BrowserProblem.missing
  }
}

/// Why a page could not be looked at.
enum BrowserProblem: Error, CustomStringConvertible {
  case missing
  case silent(waiting: String)
  case exception(String)

  var description: String {
    switch self {
    case .missing:
      "chromium is not installed, so the page was NOT opened in a browser and this test did not run; "
        + "`make test` installs it (Debian's package chromium)"
    case .silent(let waiting): "the browser says nothing any more, waiting for \(waiting)"
    case .exception(let text): "the browser says: \(text)"
    }
  }
}
