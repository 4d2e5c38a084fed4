/// A number with its word (số lượng), in the English of the command line.
///
/// - Parameters:
///   - count: How many.
///   - one: The word for one.
///   - many: The word for several; nil where an s is added.
/// - Returns: Such as `1 dossier` or `2 vault entries`.
func counted(_ count: Int, _ one: String, _ many: String? = nil) -> String {
    "\(count) \(count == 1 ? one : many ?? one + "s")"
}

extension String {
    /// The words with the full stop that ends them, if they have none.
    var asSentence: String { hasSuffix(".") ? self : self + "." }
}
