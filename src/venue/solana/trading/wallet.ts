import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { type Address, createKeyPairFromBytes, getAddressDecoder, signBytes } from "@solana/kit";
import { ConfigError, InvariantError } from "#model";
import { MessageCompiler } from "./message.ts";

/** The key that pays and signs. */
export interface Wallet {
  readonly address: Address;
  /** Ed25519, 64 bytes, in this turn. */
  sign(message: Uint8Array): Uint8Array;
  /** Makes messages that this wallet pays for and signs alone. */
  readonly compiler: MessageCompiler;
}

/** An Ed25519 seed as PKCS #8 begins with these bytes, RFC 8410 section 7. */
const PKCS8_HEAD = "302e020100300506032b657004220420";

/**
 * Makes a wallet of 64 bytes, the secret seed and its public key. Throws ConfigError where one half does not
 * belong to the other: such a file was put together wrongly, and signatures of it would never be taken.
 */
export function createWallet(keypair: Uint8Array): Wallet {
  if (keypair.length !== 64) throw new ConfigError("bad-keypair", "SOLANA_KEYPAIR: a key pair has 64 bytes");
  const secret = createPrivateKey({
    key: Buffer.concat([Buffer.from(PKCS8_HEAD, "hex"), keypair.subarray(0, 32)]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = publicBytes(secret);
  if (!publicKey.equals(keypair.subarray(32))) {
    throw new ConfigError(
      "bad-keypair",
      "SOLANA_KEYPAIR: the public half does not belong to the secret half",
    );
  }
  const address = getAddressDecoder().decode(publicKey);
  return {
    address,
    compiler: new MessageCompiler(address),
    sign: (message) => new Uint8Array(sign(null, message, secret)),
  };
}

function publicBytes(secret: KeyObject): Buffer {
  return Buffer.from(createPublicKey(secret).export({ format: "jwk" }).x ?? "", "base64url");
}

/** Signs a probe twice, once as kit does. Rejects with InvariantError where the signatures differ. */
export async function assertSignsLikeKit(wallet: Wallet, keypair: Uint8Array): Promise<void> {
  const probe = new TextEncoder().encode(`tandem ${wallet.address}`);
  const { privateKey } = await createKeyPairFromBytes(keypair);
  const expected = Buffer.from(await signBytes(privateKey, probe));
  if (!expected.equals(wallet.sign(probe))) {
    throw new InvariantError("bad-signature", "two ways to sign the same message disagree");
  }
}
