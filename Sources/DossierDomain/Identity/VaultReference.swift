/// A pointer to a personal datum (dữ liệu cá nhân) in the vault, with a commitment to what it says.
///
/// Events hold these and never the datum itself, so that data can be erased while the history stays whole.
public struct VaultReference: Hashable, Sendable {
    /// The number of the vault's row.
    public let number: Int64
    /// SHA-256 over the row's salt and payload, 64 hexadecimal digits.
    public let commitment: String

    /// Creates a reference.
    public init(number: Int64, commitment: String) {
        self.number = number
        self.commitment = commitment
    }
}
