import M3Core
import M3Model
import M3Video

/// Entries that wait to be stored in one file.
struct StoreBatch {
  var entries: [(subject: FeatureMemory.Key.Subject, entry: FeatureMemory.Entry)] = []
  /// As they will be stored, in half precision.
  var bytes = 0
}

extension VideoEngine {
  /// Brings what is stored of the wanted entries into memory.
  ///
  /// - Returns: what was found.
  func recall(
    _ wanted: [FeatureMemory.Key.Subject: [VisualScale]], _ look: Look, _ seconds: inout StageSeconds,
    found: (FeatureMemory.Key.Subject, FeatureMemory.Entry) -> Void
  ) -> Set<FeatureMemory.Key.Subject> {
    guard let store, !wanted.isEmpty else { return [] }
    var recalled: Set<FeatureMemory.Key.Subject> = []
    timed(.encode, &seconds) {
      guard let key = storeKey(look) else { return }
      store.read(wanted, key, processing: look.preprocessor.processing) { subject, entry in
        guard entry.features.width == look.model.width else { return }
        recalled.insert(subject)
        features.keep(entry, for: look.key(subject))
        found(subject, entry)
      }
    }
    return recalled
  }

  /// Keeps what was encoded in memory, and lets it wait to be stored.
  ///
  /// - Returns: the entry as it is to be used: rounded as it will be stored.
  func remember(
    _ entry: FeatureMemory.Entry, _ subject: FeatureMemory.Key.Subject, _ look: Look, _ batch: inout StoreBatch
  ) -> FeatureMemory.Entry {
    var entry = entry
    if store != nil, let rounded = entry.inHalfPrecision {
      entry = rounded
      batch.entries.append((subject, entry))
      batch.bytes += entry.bytes / 2
    }
    features.keep(entry, for: look.key(subject))
    if batch.bytes >= FeatureStore.fileBytes { store(&batch, look) }
    return entry
  }

  /// Stores what waits.
  func store(_ batch: inout StoreBatch, _ look: Look) {
    defer { batch = StoreBatch() }
    guard let store, !batch.entries.isEmpty, let key = storeKey(look) else { return }
    store.keep(batch.entries, key)
  }

  /// Nil when the clip cannot be read again.
  private func storeKey(_ look: Look) -> FeatureKey? {
    guard let hash = contentHash(look.clip) else { return nil }
    return FeatureKey(
      clip: hash, model: checkpoint.fingerprint, precision: precision.name, processing: look.preprocessor.processing,
      reduction: look.sight.reduction)
  }

  /// The hash of the clip's content, read once while the clip stays the same.
  private func contentHash(_ clip: Clip) -> String? {
    let identity = clip.identity
    if let known = contentHashes[identity] { return known }
    guard let hash = clip.contentHash else { return nil }
    if contentHashes.count >= 1024 { contentHashes = [:] }
    contentHashes[identity] = hash
    return hash
  }
}
