import DossierDomain

extension DossierCode {
    /// Reads a code that was typed at the command line (mã hồ sơ đã gõ).
    ///
    /// - Throws: ``CommandFailure`` that shows how one is written.
    init(typed text: String) throws(CommandFailure) {
        guard let code = DossierCode(text) else {
            throw CommandFailure(
                "\(text) is no dossier code.",
                vietnamese: "\(text) không phải mã hồ sơ; hãy ghi như 000.00.15.H47-220105-0001."
            )
        }
        self = code
    }
}
