import Testing

@testable import DossierHTTP

/// What a token is meant as, and the cookie of a sign-in.
@Suite("Tokens and tickets")
struct TokenKindTests {
    @Test(
        "a token is one kind by its form",
        arguments: [
            (String(repeating: "0f", count: 32), BearerToken.Kind.session), ("", .session), ("abc", .session),
            ("motcua_k7m2qx0p", .key), ("motcua_a.b.c", .key), ("MOTCUA_a.b.c", .accessToken), ("a.b.c", .accessToken),
            (".", .accessToken),
        ]
    )
    func kinds(_ token: String, _ kind: BearerToken.Kind) {
        #expect(BearerToken.kind(of: token) == kind)
    }

    @Test(
        "a ticket is found among other cookies, and not where there are two or one of another name",
        arguments: [
            (["motcua-sign-on=ab"], "ab"), (["a=b; motcua-sign-on=ab; c=d"], "ab"),
            (["a=b", "motcua-sign-on=ab"], "ab"),
            (["motcua-sign-on=ab; motcua-sign-on=cd"], nil), (["motcua-sign-on=ab", "motcua-sign-on=ab"], nil),
            (["xmotcua-sign-on=ab"], nil), (["__Host-motcua-sign-on=ab"], nil), (["motcua-sign-on"], nil), ([], nil),
            (["a=" + String(repeating: "b", count: 9_000) + "; motcua-sign-on=ab"], nil),
        ] as [([String], String?)]
    )
    func tickets(_ fields: [String], _ ticket: String?) {
        #expect(TicketCookie(isSecure: false).ticket(in: fields) == ticket)
    }

    @Test("the cookie of https is bound to this host")
    func secure() {
        let cookie = TicketCookie(isSecure: true)
        let written = "__Host-motcua-sign-on=ab; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure"
        #expect(cookie.field(holding: "ab") == written)
        #expect(cookie.ticket(in: ["motcua-sign-on=ab"]) == nil)
        #expect(cookie.ticket(in: ["__Host-motcua-sign-on=ab"]) == "ab")
        #expect(cookie.removal.contains("Max-Age=0"))
    }
}
