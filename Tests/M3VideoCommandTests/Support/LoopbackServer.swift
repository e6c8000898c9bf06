import Foundation
import Glibc
import Synchronization

/// An HTTP server on loopback that does what a test tells it, however wrong.
final class LoopbackServer: Sendable {
  /// One request as it came.
  struct Request: Sendable {
    let head: String
    let body: [UInt8]

    var path: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    /// The value of a header, by its name in any case.
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
        .map { $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces) }
    }
  }

  /// What it does about a request, one after the other.
  enum Step: Sendable {
    case send([UInt8])
    case wait(seconds: Double)
    /// Sends so many zeros, as long as somebody takes them.
    case flood(bytes: Int)
    case close
  }

  let port: UInt16
  private let listener: Int32
  private let received = Mutex<[Request]>([])
  private let script: @Sendable (Int, Request) -> [Step]

  var requests: [Request] { received.withLock { $0 } }
  var url: String { "http://127.0.0.1:\(port)/v1" }

  /// - Parameter script: from the request's number, from 0, and the request.
  init(_ script: @escaping @Sendable (Int, Request) -> [Step]) throws {
    self.script = script
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let status = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        guard unsafe bind(listener, address, length) == 0, listen(listener, 64) == 0 else { return Int32(-1) }
        return unsafe getsockname(listener, address, &length)
      }
    }
    guard status == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    port = UInt16(bigEndian: address.sin_port)
    Thread.detachNewThread { [self] in accept() }
  }

  /// No further connections.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  private func accept() {
    while true {
      let connection = Glibc.accept(listener, nil, nil)
      guard connection >= 0 else { break }
      Thread.detachNewThread { [self] in
        serve(connection)
        close(connection)
      }
    }
    close(listener)
  }

  private func serve(_ connection: Int32) {
    var pending: [UInt8] = []
    while let request = Self.read(connection, &pending) {
      let number = received.withLock {
        $0.append(request)
        return $0.count - 1
      }
      for step in script(number, request) {
        switch step {
        case .send(let bytes): guard Self.write(connection, bytes) else { return }
        case .wait(let seconds): Thread.sleep(forTimeInterval: seconds)
        case .flood(let bytes):
          let piece = [UInt8](repeating: 0x30, count: 1 << 16)
          for _ in 0..<bytes >> 16 { guard Self.write(connection, piece) else { return } }
        case .close: return
        }
      }
    }
  }

  private static func write(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func read(_ connection: Int32, _ pending: inout [UInt8]) -> Request? {
    func more() -> Bool {
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      let count = unsafe piece.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
      guard count > 0 else { return false }
      pending += piece.prefix(count)
      return true
    }
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let place = pending.indices.first(where: { pending[$0...].starts(with: end) }) {
        let head = String(decoding: pending[..<place], as: UTF8.self)
        let length = Request(head: head, body: []).header("content-length").flatMap { Int($0) } ?? 0
        while pending.count < place + end.count + length { guard more() else { return nil } }
        let body = Array(pending[(place + end.count)...].prefix(length))
        pending.removeFirst(place + end.count + length)
        return Request(head: head, body: body)
      }
      guard more() else { return nil }
    }
  }
}

extension LoopbackServer.Step {
  /// A whole reply.
  static func reply(_ status: Int, _ body: String, headers: [String] = []) -> Self {
    let lines = ["HTTP/1.1 \(status) Whatever", "Content-Length: \(body.utf8.count)"] + headers
    return .send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
  }

  /// A chat completion.
  static func verdict(_ content: String) -> Self {
    let object: [String: Any] = [
      "model": "loopback-1", "choices": [["message": ["role": "assistant", "content": content]]],
    ]
    let data = (try? JSONSerialization.data(withJSONObject: object)) ?? Data()
    return .reply(200, String(decoding: data, as: UTF8.self), headers: ["Content-Type: application/json"])
  }
}
