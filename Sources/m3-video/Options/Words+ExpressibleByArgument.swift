public import ArgumentParser
public import M3Core
public import M3Text

// Words whose raw value is what a user types.
extension Layout: ExpressibleByArgument {}
extension SamplingRule: ExpressibleByArgument {}
extension Reduction: ExpressibleByArgument {}
extension CropFit: ExpressibleByArgument {}
extension ChoiceParser: ExpressibleByArgument {}
