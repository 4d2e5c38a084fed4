import Foundation

/// What an address must be (địa chỉ HTTP).
enum URLText {
    /// Holds an address to `http` or `https` with a fixed host; `sample` is the template filled.
    static func check(
        template: GatewayTemplate,
        sample: String,
        field: String
    ) throws(GatewayDescriptionError) {
        let literal = template.leadingLiteral
        guard let scheme = ["https://", "http://"].first(where: literal.hasPrefix),
            literal.dropFirst(scheme.count).contains("/"),
            HeaderText.isValue(sample), !sample.contains(" "),
            let url = URL(string: sample), url.host?.isEmpty == false, url.user == nil
        else {
            // The address itself is not quoted: somebody may have written a password into it.
            throw GatewayDescriptionError(.malformedURL, field: field, detail: "http(s)://host/path")
        }
    }
}
