//! Encryption of the secret columns.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use sap_concur_runtime::Secret;
use zeroize::Zeroizing;

/// The length of a key in bytes.
const KEY_LEN: usize = 32;

/// The length of the id of a key in bytes.
const ID_LEN: usize = 4;

/// Base64 with or without padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The keys of an encrypted store. The first one encrypts, all of them decrypt. Clones share them.
///
/// To replace a key, put the new one before the old one. Each token is encrypted with the new key when it is next renewed;
/// a query shows what is left: `SELECT encryption_key, count(*) FROM concur_token GROUP BY 1`. Every program must know the
/// new key before one of them encrypts with it, so first add it behind the old one everywhere.
///
/// Tokens that were saved before there was a key are read, and encrypted when they are next renewed.
///
/// Each column is encrypted for its row: values that are moved to another row or column are rejected, and so are changed
/// ones. An older value of the same place is not.
#[derive(Clone)]
pub struct EncryptionKeys(Arc<[Key]>);

struct Key {
    id: String,
    key: RandomizedNonceKey,
}

impl EncryptionKeys {
    /// Reads keys, separated by commas or whitespace. Each is 32 random bytes as base64 or in hexadecimal, as
    /// `openssl rand -base64 32` and `openssl rand -hex 32` print them.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none, or if one of them is anything else.
    pub fn parse(text: &Secret) -> Result<Self, EncryptionKeyError> {
        let texts = text
            .expose()
            .split(|letter: char| letter == ',' || letter.is_whitespace());
        let texts = texts.filter(|text| !text.is_empty());
        let keys = texts.enumerate().map(|(index, text)| {
            let wrong = EncryptionKeyError::Malformed { position: index + 1 };
            Key::new(&decoded(text).ok_or_else(|| wrong.clone())?).ok_or(wrong)
        });
        let keys: Vec<Key> = keys.collect::<Result<_, _>>()?;
        match keys.is_empty() {
            true => Err(EncryptionKeyError::Missing),
            false => Ok(Self(keys.into())),
        }
    }

    /// Returns the ids of the keys, by which the column `encryption_key` names them: the beginnings of their hashes.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.id.as_str())
    }

    /// Encrypts with the first key.
    pub(crate) fn encrypt(&self) -> Option<Encrypting<'_>> {
        self.0.first().map(Encrypting)
    }

    /// Finds the key that encrypted something.
    pub(crate) fn decrypt(&self, id: &str) -> Option<Decrypting<'_>> {
        self.0.iter().find(|key| key.id == id).map(Decrypting)
    }
}

impl fmt::Debug for EncryptionKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

impl Key {
    fn new(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            id: hexadecimal(digest(&SHA256, bytes).as_ref().get(..ID_LEN)?),
            key: RandomizedNonceKey::new(&AES_256_GCM, bytes).ok()?,
        })
    }
}

/// The key that encrypts.
pub(crate) struct Encrypting<'a>(&'a Key);

impl Encrypting<'_> {
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    /// Encrypts a text for its place. Returns the nonce, the ciphertext and the tag as base64.
    pub(crate) fn seal(&self, place: Place<'_>, text: &str) -> Option<String> {
        let mut sealed = text.as_bytes().to_vec();
        let nonce = self.0.key.seal_in_place_append_tag(place.as_data(), &mut sealed).ok()?;
        Some(BASE64.encode([nonce.as_ref().as_slice(), &sealed].concat()))
    }
}

/// The key that has encrypted.
pub(crate) struct Decrypting<'a>(&'a Key);

impl Decrypting<'_> {
    /// Decrypts a text of its place, or returns nothing if it is not what was encrypted for it.
    pub(crate) fn open(&self, place: Place<'_>, sealed: &str) -> Option<Secret> {
        let mut sealed = Zeroizing::new(BASE64.decode(sealed).ok()?);
        let (nonce, sealed) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let opened = self.0.key.open_in_place(nonce, place.as_data(), sealed).ok()?;
        std::str::from_utf8(opened).ok().map(Secret::from)
    }
}

/// Where an encrypted value is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    /// The key of the row.
    pub(crate) row: &'a str,
    pub(crate) column: &'a str,
}

impl Place<'_> {
    /// The associated data. The name of a column has no slash.
    fn as_data(self) -> Aad<String> {
        Aad::from(format!("concur_token/{}/{}", self.column, self.row))
    }
}

/// Decodes a key.
fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = match text.len() == 2 * KEY_LEN {
        true => from_hexadecimal(text),
        false => BASE64.decode(text).ok(),
    };
    bytes.map(Zeroizing::new).filter(|bytes| bytes.len() == KEY_LEN)
}

fn from_hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let (pairs, []) = digits.as_deref()?.as_chunks::<2>() else {
        return None;
    };
    Some(pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An encryption key is not valid. The error does not quote it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EncryptionKeyError {
    /// There is no key.
    Missing,
    /// A key is not 32 bytes as base64 or in hexadecimal.
    Malformed {
        /// Which one, counted from 1.
        position: usize,
    },
}

impl fmt::Display for EncryptionKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no encryption key"),
            Self::Malformed { position } => write!(
                f,
                "encryption key {position} is not 32 bytes as base64 or in hexadecimal; `openssl rand -base64 32` makes one"
            ),
        }
    }
}

impl std::error::Error for EncryptionKeyError {}

#[cfg(test)]
mod tests;
