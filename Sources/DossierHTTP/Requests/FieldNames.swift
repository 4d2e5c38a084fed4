import HTTPTypes

/// The names of header fields (tên trường tiêu đề) that the library does not know.
extension HTTPField.Name {
    /// The client's own key of a request.
    static let idempotencyKey = own("Idempotency-Key")
    /// Whether the answer is the first one again.
    static let idempotentReplayed = own("Idempotent-Replayed")
    /// Why a dossier is opened.
    static let readingReason = own("Reading-Reason")
    /// The secret of a gateway that brings a report or a text.
    static let gatewaySecret = own("X-Gateway-Secret")
    /// For whom a proxy asks.
    static let xForwardedFor = own("X-Forwarded-For")
    /// What a browser tells the next page of this address.
    static let referrerPolicy = own("Referrer-Policy")
    /// How much may be asked.
    static let rateLimitPolicy = own("RateLimit-Policy")
    /// How much of it is left.
    static let rateLimit = own("RateLimit")

    private static func own(_ name: StaticString) -> HTTPField.Name {
        guard let field = HTTPField.Name(name.description) else {
            preconditionFailure("The name of a header field is no token")
        }
        return field
    }
}
