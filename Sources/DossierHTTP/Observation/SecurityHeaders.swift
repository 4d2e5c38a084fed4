import HTTPTypes

/// What every answer says about itself (tiêu đề bảo mật): not to be kept, not to be guessed at, nothing to be run.
enum SecurityHeaders {
    /// The fields in their order.
    ///
    /// Codes and PINs stand in addresses, so no address is told to another site.
    static let fields: [HTTPField] = [
        HTTPField(name: .cacheControl, value: "no-store"),
        HTTPField(name: .xContentTypeOptions, value: "nosniff"),
        HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"),
    ]

    /// What is said besides over TLS: for a year to be asked over TLS only.
    ///
    /// Source: RFC 6797.
    private static let secureFields =
        fields + [HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")]

    /// Adds the fields to an answer's own.
    static func add(to headers: inout HTTPFields, isSecure: Bool) {
        headers.append(contentsOf: isSecure ? secureFields : fields)
    }
}
