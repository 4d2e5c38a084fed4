/// A commune whose units' work goes to those of another one (sáp nhập xã).
public struct CommuneTransfer: Hashable, Sendable {
    /// The commune that is no more.
    public let from: CommuneID
    /// The commune that it was merged into.
    public let to: CommuneID

    /// Creates a transfer.
    public init(from: CommuneID, to: CommuneID) {
        self.from = from
        self.to = to
    }
}

extension UnitPlace {
    /// The same unit in the commune that its own was merged into; itself where that was not.
    public func moved(by transfer: CommuneTransfer) -> UnitPlace {
        commune == transfer.from ? UnitPlace(unit: unit, commune: transfer.to) : self
    }

    /// The same after several transfers, in their order.
    public func moved(by transfers: [CommuneTransfer]) -> UnitPlace { transfers.reduce(self) { $0.moved(by: $1) } }
}
