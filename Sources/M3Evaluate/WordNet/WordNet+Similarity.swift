extension WordNet {
  /// Wu and Palmer's similarity of two words' first synsets, 0...1; nil without a common root.
  func firstSenseSimilarity(_ left: String, _ right: String) -> Double? {
    cache.value(SimilarityCache.Pair(left: left, right: right)) {
      guard let left = firstSynset(left), let right = firstSynset(right) else { return nil }
      return similarity(left, right)
    }
  }

  /// 2d / (2d + the ways from both to their common ancestor), d being that ancestor's depth in nodes.
  ///
  /// As NLTK computes it: the common ancestor is the deepest one by its shortest way to a root, its depth is counted by
  /// the longest way; a way is the shortest one over any synset above both of its ends. Unless both are nouns a root is
  /// imagined above all, one step over each word's farthest ancestor; it has depth 1.
  func similarity(_ left: Synset, _ right: Synset) -> Double? {
    let hasRoot = left.part != .noun || right.part != .noun
    let fromLeft = distances(left)
    let fromRight = distances(right)
    let common = fromLeft.keys.filter { fromRight[$0] != nil }
    var depths: [Synset: Int] = [:]
    let shortest = Dictionary(uniqueKeysWithValues: common.map { ($0, depth($0, by: min, known: &depths)) })
    guard let deepest = shortest.values.max() else {
      guard hasRoot else { return nil }
      return 2 / Double(2 + rootDistance(fromLeft) + rootDistance(fromRight))
    }
    let candidates = common.filter { shortest[$0] == deepest }
    let chosen = candidates.contains(left) ? left : candidates.min { name($0) < name($1) }
    guard let chosen else { return nil }
    let fromChosen = distances(chosen)
    let ways = way(fromLeft, fromChosen, hasRoot: hasRoot) + way(fromRight, fromChosen, hasRoot: hasRoot)
    var longest: [Synset: Int] = [:]
    let nodes = depth(chosen, by: max, known: &longest) + 1
    return 2 * Double(nodes) / Double(2 * nodes + ways)
  }

  /// The shortest way between two synsets over one that is above both.
  private func way(_ left: [Synset: Int], _ right: [Synset: Int], hasRoot: Bool) -> Int {
    let ways = left.compactMap { synset, steps in right[synset].map { $0 + steps } }
    return ((hasRoot ? [rootDistance(left) + rootDistance(right)] : []) + ways).min() ?? 0
  }

  /// Steps to the imagined root.
  private func rootDistance(_ distances: [Synset: Int]) -> Int { 1 + (distances.values.max() ?? 0) }

  /// Steps up to each ancestor, by the shortest way; the synset itself is 0 away.
  private func distances(_ synset: Synset) -> [Synset: Int] {
    var found = [synset: 0]
    var frontier = [synset]
    while !frontier.isEmpty {
      var next: [Synset] = []
      for current in frontier {
        for above in hypernyms(current) where found[above] == nil {
          found[above] = (found[current] ?? 0) + 1
          next.append(above)
        }
      }
      frontier = next
    }
    return found
  }

  /// Steps to a root, by the shortest or the longest way.
  private func depth(
    _ synset: Synset, by choose: (Int, Int) -> Int, known: inout [Synset: Int], limit: Int = 64
  ) -> Int {
    if let depth = known[synset] { return depth }
    guard limit > 0 else { return 0 }
    var best: Int?
    for above in hypernyms(synset) {
      let way = 1 + depth(above, by: choose, known: &known, limit: limit - 1)
      best = best.map { choose($0, way) } ?? way
    }
    known[synset] = best ?? 0
    return best ?? 0
  }
}
