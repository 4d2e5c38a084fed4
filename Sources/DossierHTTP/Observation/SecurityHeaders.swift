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

    /// Adds the fields to an answer's own.
    static func add(to headers: inout HTTPFields) { headers.append(contentsOf: fields) }
}
