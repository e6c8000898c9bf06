import Foundation

/// Code run without the superuser's right to write anywhere, for this thread only.
enum OrdinaryUser {
  struct Unavailable: Error {}

  private typealias SetUser = @convention(c) (uid_t) -> Int32

  static func run(_ body: () throws -> Void) throws {
    guard geteuid() == 0 else { return try body() }
    // Declared in <sys/fsuid.h>, which Swift's Glibc module leaves out.
    guard let symbol = unsafe dlsym(dlopen(nil, RTLD_NOW), "setfsuid") else { throw Unavailable() }
    let setUser = unsafe unsafeBitCast(symbol, to: SetUser.self)
    _ = setUser(65534)
    defer { _ = setUser(0) }
    try body()
  }
}
