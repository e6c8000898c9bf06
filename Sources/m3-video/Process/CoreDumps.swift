import Glibc

/// What the system writes down of a process that crashes.
enum CoreDumps {
  /// Nothing, from now on.
  static func forbid() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
