import SMSText

extension StoreSnapshot {
    /// The keyed hash by which a number is known again; nil where the database has no key for it.
    func phoneHash(of phone: PhoneNumber) throws -> Digest? {
        try hashKey(.phone).map { Digest.keyed($0, [Array(phone.e164.utf8)]) }
    }
}
