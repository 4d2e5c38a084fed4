import DossierEngine
import SMSText

/// The file that smstools takes for one text (tệp tin nhắn của smstools): header lines, a blank line, the text.
struct FileDropMessage: Hashable, Sendable {
    /// Characters of GSM 7-bit that smstools 3.1 makes others of, here `¤`, which arrives as `€`.
    ///
    /// Source: trials with smstools 3.1 and an emulated modem; every other character arrives as it should.
    static let missing: Set<Unicode.Scalar> = ["¤"]

    /// The file's name, the same for each call with one reference.
    let fileName: String
    /// The whole file.
    let bytes: [UInt8]

    /// Writes the file for one text.
    ///
    /// - Throws: ``UnsendableText`` if the text would be cut.
    init(_ submission: SMSSubmission, text: OutgoingText, wantsReport: Bool) throws(UnsendableText) {
        fileName = "motcua-\(submission.reference)"
        var headers = ["To: \(ReceiverFormat.digits84.written(submission.to))"]
        let written = try text.withWholePairs()
        let body: [UInt8]
        switch text.alphabet {
        // smstools turns UTF-8 into GSM 7-bit by itself. A body in raw GSM 7-bit would hold a zero byte for each @.
        case .gsm7:
            headers.append("Alphabet: UTF-8")
            body = Array(written.utf8)
        case .ucs2:
            headers.append("Alphabet: UCS2")
            body = written.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
        // Left out, the setting of the modem would count.
        headers.append(wantsReport ? "Report: yes" : "Report: no")
        bytes = Array((headers.joined(separator: "\n") + "\n\n").utf8) + body
    }
}

extension FileDropMessage {
    /// Our reference in the name of a file; nil if it is none of ours.
    static func reference(ofFile name: String) -> Int64? {
        name.hasPrefix("motcua-") ? OwnReference.read(String(name.dropFirst("motcua-".count))) : nil
    }
}
