import DossierDomain
import SMSText

/// A gateway's own id of a text (mã tin của nhà cung cấp) and how it is kept: as it is only if it can quote neither a
/// number nor a word.
///
/// A provider may write anything into its ids, also the receiver. Such an id is kept as a keyed digest, by which a
/// report still finds its text.
struct ProviderReference {
    /// The most octets of an id that is kept as it is.
    static let maximumOctets = 64
    /// What stands before a digest; no id that is kept as it is begins with it.
    private static let mark = "#"
    /// The digits of a digest that are kept: 128 bits.
    private static let digestDigits = 32

    private let written: String
    /// Nil where the database has no key.
    private let digest: String?

    /// Prepares an id.
    ///
    /// - Parameters:
    ///   - written: The id as the gateway writes it.
    ///   - snapshot: The store, for its key.
    /// - Throws: ``StoreError``.
    init(_ written: String, in snapshot: any StoreSnapshot) throws {
        self.written = written
        digest = try snapshot.hashKey(.phone).map { key in
            let whole = Digest.keyed(key, [Array("providerReference".utf8), Array(written.utf8)])
            return Self.mark + whole.hexadecimal.prefix(Self.digestDigits)
        }
    }

    /// As what it is kept with a text; nil if it is kept not at all.
    ///
    /// - Parameter phone: The number whose digits may not stand in it.
    /// - Returns: The id, or its digest.
    func kept(besides phone: PhoneNumber) -> String? {
        isPlain && !holds(phone) ? written : digest
    }

    /// As what it is kept while its text, and so the number, is not known; nil if it is kept not at all.
    var keptAlone: String? { digest ?? (isPlain ? written : nil) }

    /// As what it may have been kept, now or by an earlier version of the program.
    var forms: [String] { [digest, written].compactMap(\.self) }

    private var isPlain: Bool {
        (1...Self.maximumOctets).contains(written.utf8.count)
            && written.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "A"..."Z", "a"..."z", "0"..."9", ".", "-", "_", ":": true
                default: false
                }
            }
    }

    /// Whether the digits of the number follow each other in it, whatever stands between them.
    private func holds(_ phone: PhoneNumber) -> Bool {
        let digits = written.unicodeScalars.filter { ("0"..."9").contains($0) }
        return String(String.UnicodeScalarView(digits)).contains(phone.national.dropFirst())
    }
}
