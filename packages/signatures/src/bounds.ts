/** What is read at most. Sizes in bytes. */
export const bounds = {
  commit: 1_048_576,
  /** The longest honest one, RSA with 16 384 bits, has about 8 KiB. */
  signature: 65_536,
  /** Each file of signers. */
  signers: 1_048_576,
  /** Lines and keys that are faulty and still named. */
  faults: 20,
  /** Smaller RSA keys can be broken; larger ones cost time and protect nobody. */
  rsaBits: { least: 2_048, most: 16_384 },
} as const;
