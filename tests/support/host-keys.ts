import ssh2 from 'ssh2';

/** A fresh key pair for a server of ssh2's. Not Ed25519: ssh2 drops a leading zero byte of those, so that one key in 256 cannot be read. */
export function makeHostKeys(): { readonly private: string; readonly public: string } {
  return ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
}
