/// The frame as scenes measure it: 96 units a side, whatever its pixels.
public enum WorldCanvas {
  public static let side = 96
  /// Side of one of the nine places.
  public static let cell = 32
  /// Side of a patch of a 24 x 24 grid.
  public static let patch = 4
}
