// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: the strictest language the toolchain has (see the house rules in CONTRIBUTING.md).
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Numeric modules are optimised in debug builds too: their tests would crawl otherwise.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// C kernels are optimised in debug builds too; no `-march`, since the instruction set is chosen at run time.
let kernels: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast-honor-pragmas"])]

let package = Package(
  name: "m3-video",
  dependencies: [],
  targets: [
    // The words shared by all modules.
    .target(name: "M3Core", swiftSettings: strict),

    // System libraries and kernels behind C.
    .target(
      name: "CFFmpeg",
      linkerSettings: ["avformat", "avcodec", "swscale", "avutil"].map { .linkedLibrary($0) }),
    .target(name: "CM3Kernels", cSettings: kernels),
    .target(name: "COpenBLAS", dependencies: ["CM3Kernels"], linkerSettings: [.linkedLibrary("dl")]),

    // Tests mirror the modules.
    .testTarget(name: "M3CoreTests", dependencies: ["M3Core"], swiftSettings: strict),
    .testTarget(name: "CM3KernelsTests", dependencies: ["CM3Kernels"], swiftSettings: strict),
    .testTarget(name: "COpenBLASTests", dependencies: ["CM3Kernels", "COpenBLAS"], swiftSettings: strict),
  ]
)
