public import M3Core
public import M3Model
public import M3Tensor

/// A Matryoshka model whose weights can be trained: Float32 weights and gradients in flat buffers, and the passes.
///
/// One thread uses it at a time; the work of a batch is split over the process's pool of threads. For one seed, one
/// number of threads and one level of kernels, results are the same to the last bit.
public final class TrainableModel {
  public let configuration: ModelConfiguration
  /// Every tensor, in the order of the buffers.
  public let parameters: [Parameter]
  /// All weights.
  public let weights: FlatBuffer
  /// Of the last batch, or the sum of several.
  public let gradients: FlatBuffer

  let tower: TrainedVisionTower
  let projector: TrainedProjector
  let language: TrainedLanguageModel
  let dense: DenseHead?
  private var rotary: RotaryLayer
  /// For a batch that is not split; its products use all threads.
  let whole: Pass
  /// For batches that are split by samples: each product runs on one thread.
  private var parts: [Pass] = []

  /// A model with all weights zero.
  ///
  /// - Parameter dense: what the throw-away head of dense pretraining reads; no head if empty.
  /// - Throws: `TrainError` when OpenBLAS or memory is missing.
  public init(_ configuration: ModelConfiguration, dense: [DenseTask] = []) throws(TrainError) {
    self.configuration = configuration
    var layout = ParameterLayout(configuration)
    tower = TrainedVisionTower(&layout, configuration)
    projector = TrainedProjector(&layout, configuration)
    language = TrainedLanguageModel(&layout, configuration)
    layout.claimRest()
    self.dense =
      dense.isEmpty ? nil : DenseHead(&layout, width: configuration.shape.vision.hidden, tasks: dense)
    parameters = layout.parameters
    let floats = layout.count
    guard let weights = FlatBuffer(ifRoomFor: floats), let gradients = FlatBuffer(ifRoomFor: floats) else {
      throw .noMemory(what: "\(floats) weights and their gradients")
    }
    self.weights = weights
    self.gradients = gradients
    rotary = language.makeRotary(positions: 64)
    do throws(TensorError) {
      whole = Pass(compute: try Compute(), weights: weights, gradients: gradients, trained: [])
    } catch {
      throw .tensors(error)
    }
  }

  /// A parameter by its key.
  public func parameter(_ key: String) -> Parameter? { parameters.first { $0.key == key } }

  /// Runs a batch forward, and back unless it is only measured; gradients are added to `gradients`.
  ///
  /// - Parameters:
  ///   - samples: at least one supervised token in all.
  ///   - weight: what the sum of all supervised tokens' weights is divided by; the batch's own sum if nil. Give the sum of
  ///     several batches to add up their gradients to that of one large batch.
  ///   - trained: parts whose gradients are wanted; none only measures.
  ///   - cache: of pictures that come again, for as long as what made them does not change.
  /// - Throws: `TrainError` when there is no memory for another thread's gradients.
  public func run(
    _ samples: [TrainingSample], weight: Double? = nil, reduction: Reduction = .average, trained: Set<Parameter.Part>,
    cache: TowerCache? = nil
  ) throws(TrainError) -> BatchOutcome {
    let factor = 1 / max(weight ?? samples.reduce(0) { $0 + $1.weight }, .leastNormalMagnitude)
    prepareRotary(for: samples)
    return try split(samples, cost: { cost($0, trained) }, trained: trained) { samples, pass in
      var outcome = BatchOutcome()
      for group in self.groups(samples) {
        outcome += self.run(group, factor: factor, reduction: reduction, cache, pass)
      }
      return outcome
    }
  }

  /// Shares items among the threads, and adds up what they give, and the gradients, in a fixed order.
  func split<Item>(
    _ items: [Item], cost: (Item) -> Double, trained: Set<Parameter.Part>,
    _ body: ([Item], Pass) -> BatchOutcome
  ) throws(TrainError) -> BatchOutcome {
    let count = min(Processor.threads, items.count)
    guard count > 1 else {
      whole.trained = trained
      whole.arena.reset()
      return body(items, whole)
    }
    try makeParts(count)
    let shares = Self.shares(items, count, cost: cost)
    var outcomes = Array(repeating: BatchOutcome(), count: count)
    unsafe outcomes.withUnsafeMutableBufferPointer { outcomes in
      nonisolated(unsafe) let outcomes = unsafe outcomes  // each part writes its own
      whole.compute.forEach(count, work: 1 << 20) { index, _ in
        let pass = parts[index]
        pass.trained = trained
        pass.arena.reset()
        if index > 0, !trained.isEmpty { pass.gradients.clear() }
        unsafe outcomes[index] = body(shares[index], pass)
      }
    }
    if !trained.isEmpty { for index in 1..<count { addGradients(of: parts[index]) } }
    return outcomes.reduce(into: BatchOutcome()) { $0 += $1 }
  }

  private func makeParts(_ count: Int) throws(TrainError) {
    while parts.count < count {
      let own = parts.isEmpty ? gradients : FlatBuffer(ifRoomFor: gradients.count)
      guard let own else { throw .noMemory(what: "the gradients of thread \(parts.count + 1)") }
      do throws(TensorError) {
        parts.append(Pass(compute: try Compute(serial: true), weights: weights, gradients: own, trained: []))
      } catch {
        throw .tensors(error)
      }
    }
  }

  private func addGradients(of part: Pass) {
    whole.compute.forEachRange(of: gradients.count, work: 1) { range in
      Matrix(rows: 1, columns: range.count, in: gradients, from: range.lowerBound).all.add(
        Matrix(rows: 1, columns: range.count, in: part.gradients, from: range.lowerBound).all)
    }
  }

  /// The dearest first, each to the share with the least to do.
  private static func shares<Item>(_ items: [Item], _ count: Int, cost: (Item) -> Double) -> [[Item]] {
    let costs = items.map(cost)
    var shares = Array(repeating: [Int](), count: count)
    var loads = Array(repeating: 0.0, count: count)
    for index in items.indices.sorted(by: { (-costs[$0], $0) < (-costs[$1], $1) }) {
      var least = 0
      for share in 1..<count where loads[share] < loads[least] { least = share }
      shares[least].append(index)
      loads[least] += costs[index]
    }
    return shares.map { $0.sorted().map { items[$0] } }
  }

  private func prepareRotary(for samples: [TrainingSample]) {
    let needed = samples.reduce(1) { most, sample in
      let visual = sample.variants.reduce(0) { max($0, $1.tokens) }
      let text = sample.segments.reduce(0) { max($0, $1.tokens.count) }
      return max(most, sample.before.count + visual + text)
    }
    if rotary.positions < needed { rotary = language.makeRotary(positions: needed + needed / 2) }
  }

  private func run(
    _ samples: [TrainingSample], factor: Double, reduction: Reduction, _ cache: TowerCache?, _ pass: Pass
  ) -> BatchOutcome {
    pass.arena.reset()
    let batch = PackedBatch(samples, factor: factor)
    var visual = VisualPass(
      samples.flatMap(\.crops), keys: samples.flatMap(\.keys), scales: samples.flatMap(\.scales), cache, tower,
      projector,
      width: configuration.shape.language.hidden, reduction: reduction, pass)
    let x = pass.arena.matrix(batch.rows, configuration.shape.language.hidden)
    let places = places(of: samples, batch)
    for (key, rows) in places { x[rows].copy(visual.tokens(key)) }
    let saved = language.forward(x, batch, rotary: rotary, pass)
    let tokens = CrossEntropy.lossAndGradient(
      replacing: saved.logits, targets: batch.targets.map(\.token), weights: batch.targets.map(\.weight), pass)
    if !pass.trained.isEmpty {
      let d = language.backward(saved, batch, rotary: rotary, pass)
      var gradients: [VisualPass.Key: MatrixView] = [:]
      for (key, rows) in places {
        if let known = gradients[key] { known.add(d[rows]) } else { gradients[key] = d[rows] }
      }
      visual.backward(gradients)
    }
    return outcome(samples, batch, tokens, factor: factor, pass.trained)
  }

  /// Which crop at which scale stands at which rows.
  private func places(of samples: [TrainingSample], _ batch: PackedBatch) -> [(VisualPass.Key, Range<Int>)] {
    var firstCrop: [Int] = []
    var crops = 0
    for sample in samples {
      firstCrop.append(crops)
      crops += sample.crops.count
    }
    var places: [(VisualPass.Key, Range<Int>)] = []
    for sequence in batch.sequences {
      var row = sequence.visual.lowerBound
      for slot in samples[sequence.sample].variants[sequence.variant].slots {
        let key = VisualPass.Key(crop: firstCrop[sequence.sample] + slot.crop, scale: slot.scale)
        places.append((key, row..<row + slot.scale.tokens))
        row += slot.scale.tokens
      }
    }
    return places
  }

  private func outcome(
    _ samples: [TrainingSample], _ batch: PackedBatch, _ tokens: [CrossEntropy.Outcome], factor: Double,
    _ trained: Set<Parameter.Part>
  ) -> BatchOutcome {
    var outcome = BatchOutcome()
    outcome.tokens = batch.rows
    outcome.crops = samples.reduce(0) { $0 + $1.crops.count }
    outcome.operations = samples.reduce(0) { $0 + cost($1, trained) }
    var wrong: Set<[Int]> = []
    var asked: Set<[Int]> = []
    for (target, token) in zip(batch.targets, tokens) {
      let sequence = batch.sequences[target.sequence]
      let sample = samples[sequence.sample]
      let weight = Double(target.weight) / factor
      outcome.loss += BatchOutcome.Loss(sum: weight * Double(token.loss), weight: weight)
      let own = weight * Double(sample.variants.count)
      outcome.losses[sample.variants[sequence.variant].name, default: BatchOutcome.Loss()] +=
        BatchOutcome.Loss(sum: own * Double(token.loss), weight: own)
      asked.insert([target.sequence, target.segment])
      if !token.isBest { wrong.insert([target.sequence, target.segment]) }
    }
    for key in asked {
      let sequence = batch.sequences[key[0]]
      let sample = samples[sequence.sample]
      let name = sample.variants[sequence.variant].name
      outcome.accuracies[sample.segments[key[1]].kind, default: [:]][name, default: BatchOutcome.Accuracy()] +=
        BatchOutcome.Accuracy(right: wrong.contains(key) ? 0 : 1, asked: 1)
    }
    return outcome
  }
}
