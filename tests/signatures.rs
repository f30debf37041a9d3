//! Signatures, compared with `openssl`: the crate verifies what `openssl` signs, and the other way
//! round.
//!
//! Where there is no `openssl`, each test says so and does nothing.

#![cfg(feature = "signed")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use apple_device_management::Data;
use apple_device_management::profiles::{self, Profile};
use apple_device_management::signed::{
    Signed, Signer, Trust, VerifyError, unwrap, verify_detached, verify_header,
};
use apple_device_management::wire::{Body, Limits};

/// A folder in which `openssl` works, with a root, an authority below it, and a signer below the
/// authority.
struct Folder {
    path: PathBuf,
}

/// The arguments of `openssl genpkey`.
const RSA: &[&str] = &["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"];
const P256: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"];
const P384: &[&str] = &["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"];

const CONTENT: &[u8] = b"what is signed\n";

impl Folder {
    /// `None` where there is no `openssl`.
    fn new(name: &str, keys: &[&str]) -> Option<Folder> {
        if Command::new("openssl").arg("version").output().is_err() {
            eprintln!("SKIPPED: there is no `openssl` to make and to verify signatures");
            return None;
        }
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Folder { path };
        fs::write(folder.at("content"), CONTENT).unwrap();
        folder.certificate("root", "root", keys, "basicConstraints=critical,CA:TRUE");
        folder.certificate(
            "authority",
            "root",
            keys,
            "basicConstraints=critical,CA:TRUE,pathlen:0",
        );
        folder.certificate("signer", "authority", keys, "keyUsage=critical,digitalSignature");
        Some(folder)
    }

    fn at(&self, file: &str) -> PathBuf {
        self.path.join(file)
    }

    fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.at(file)).unwrap()
    }

    fn openssl(&self, arguments: &[&str]) {
        let output =
            Command::new("openssl").args(arguments).current_dir(&self.path).output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "openssl {arguments:?}: {error}");
    }

    /// Makes a key and a certificate of this name: `NAME.key`, `NAME.pem`, `NAME.der`.
    fn certificate(&self, name: &str, issuer: &str, keys: &[&str], extension: &str) {
        let [key, pem, der, request, file] =
            ["key", "pem", "der", "csr", "ext"].map(|end| format!("{name}.{end}"));
        self.openssl(&[&["genpkey", "-out", &key], keys].concat());
        fs::write(self.at(&file), format!("{extension}\n")).unwrap();
        let subject = format!("/CN={name}");
        self.openssl(&["req", "-new", "-key", &key, "-subj", &subject, "-out", &request]);
        let [issuer_pem, issuer_key] = ["pem", "key"].map(|end| format!("{issuer}.{end}"));
        let common =
            ["x509", "-req", "-in", &request, "-days", "30", "-extfile", &file, "-out", &pem];
        match name == issuer {
            true => self.openssl(&[&common[..], &["-signkey", &key]].concat()),
            false => {
                let by = ["-CA", &issuer_pem, "-CAkey", &issuer_key, "-CAcreateserial"];
                self.openssl(&[&common[..], &by].concat());
            }
        }
        self.openssl(&["x509", "-in", &pem, "-outform", "DER", "-out", &der]);
    }

    /// Signs the content with `openssl cms`.
    fn sign(&self, options: &[&str]) -> Vec<u8> {
        let all = [
            "cms",
            "-sign",
            "-binary",
            "-in",
            "content",
            "-signer",
            "signer.pem",
            "-inkey",
            "signer.key",
            "-certfile",
            "authority.pem",
            "-outform",
            "DER",
            "-out",
            "signed",
        ];
        self.openssl(&[&all[..], options].concat());
        self.read("signed")
    }

    fn trust(&self) -> Trust {
        Trust::new([self.read("root.der")]).unwrap()
    }
}

fn signed(bytes: &[u8]) -> Signed {
    unwrap(bytes, &Limits::default()).unwrap()
}

#[test]
fn what_openssl_signs_is_verified() {
    for (name, keys) in [("rsa", RSA), ("p256", P256), ("p384", P384)] {
        let Some(folder) = Folder::new(name, keys) else { return };
        for options in [
            &["-nodetach"][..],
            &["-nodetach", "-noattr"],
            &["-nodetach", "-md", "sha384"],
            &["-nodetach", "-keyid"],
            &["-nodetach", "-stream"],
        ] {
            // Naming the signer by its key needs an extension in its certificate.
            if options.contains(&"-keyid") && !has_key_identifier(&folder) {
                continue;
            }
            let message = signed(&folder.sign(options));
            assert_eq!(message.content, CONTENT);
            let verified = message.verify(&folder.trust());
            let chain =
                verified.unwrap_or_else(|error| panic!("{name} {options:?}: {error}")).chain;
            let expected =
                ["signer.der", "authority.der", "root.der"].map(|file| folder.read(file));
            assert_eq!(chain, expected, "{name} {options:?}");
        }
    }
}

fn has_key_identifier(folder: &Folder) -> bool {
    let text = Command::new("openssl")
        .args(["x509", "-in", "signer.pem", "-noout", "-text"])
        .current_dir(&folder.path)
        .output()
        .unwrap()
        .stdout;
    String::from_utf8_lossy(&text).contains("Subject Key Identifier")
}

#[test]
fn a_header_is_verified_with_its_body() {
    let Some(folder) = Folder::new("header", P256) else { return };
    let signature = folder.sign(&[]);
    let (limits, trust) = (Limits::default(), folder.trust());
    let header = Data(signature.clone()).to_base64();
    assert!(verify_header(&header, CONTENT, &limits, &trust).is_ok());
    assert!(verify_detached(&signature, CONTENT, &limits, &trust).is_ok());
    let other = verify_header(&header, b"another body", &limits, &trust);
    assert_eq!(other, Err(VerifyError::Signature));
    assert!(matches!(verify_header("%", CONTENT, &limits, &trust), Err(VerifyError::Cms(_))));
}

#[test]
fn what_is_not_to_be_trusted_is_refused() {
    let Some(folder) = Folder::new("refused", P256) else { return };
    let good = signed(&folder.sign(&["-nodetach"]));
    let trust = folder.trust();
    assert!(good.verify(&trust).is_ok());

    // Another root with the same name.
    let Some(other) = Folder::new("other", P256) else { return };
    assert!(good.verify(&other.trust()).is_err());
    let none: [&[u8]; 0] = [];
    let error = good.verify(&Trust::new(none).unwrap()).unwrap_err();
    assert_eq!(error, VerifyError::Untrusted);

    // Another content.
    let changed = Signed { content: b"something else".to_vec(), ..good.clone() };
    assert_eq!(changed.verify(&trust), Err(VerifyError::Signature));

    // At a time when the certificate is not valid.
    let later = SystemTime::now() + Duration::from_secs(40 * 86_400);
    let error = good.verify(&trust.clone().at(later)).unwrap_err();
    assert_eq!(error, VerifyError::Certificate("it has expired".to_owned()));
    let early = good.verify(&trust.clone().at(SystemTime::UNIX_EPOCH)).unwrap_err();
    assert_eq!(early, VerifyError::Certificate("it is not valid yet".to_owned()));
    assert!(good.verify(&trust.clone().at_any_time()).is_ok());

    // Without the authority between signer and root.
    let alone = [
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-in",
        "content",
        "-signer",
        "signer.pem",
        "-inkey",
        "signer.key",
        "-outform",
        "DER",
        "-out",
        "alone",
    ];
    folder.openssl(&alone);
    let error = signed(&folder.read("alone")).verify(&trust).unwrap_err();
    assert_eq!(error, VerifyError::Untrusted);
    // The signer itself may be trusted.
    assert!(
        signed(&folder.read("alone"))
            .verify(&Trust::new([folder.read("signer.der")]).unwrap())
            .is_ok()
    );

    // Issued by a certificate that is not an authority.
    folder.certificate("below", "signer", P256, "keyUsage=critical,digitalSignature");
    let by_signer = [
        "cms",
        "-sign",
        "-binary",
        "-nodetach",
        "-in",
        "content",
        "-signer",
        "below.pem",
        "-inkey",
        "below.key",
        "-certfile",
        "signer.pem",
        "-outform",
        "DER",
        "-out",
        "below",
    ];
    folder.openssl(&by_signer);
    let trust_signer = Trust::new([folder.read("signer.der")]).unwrap();
    let error = signed(&folder.read("below")).verify(&trust_signer).unwrap_err();
    assert!(error.to_string().contains("no authority"), "{error}");

    // Signed with SHA-1, which has to be allowed.
    let old = signed(&folder.sign(&["-nodetach", "-md", "sha1"]));
    assert_eq!(old.verify(&trust), Err(VerifyError::Sha1));
    assert!(old.verify(&trust.allowing_sha1()).is_ok());
}

#[test]
fn damage_never_passes_and_never_panics() {
    let Some(folder) = Folder::new("damage", P256) else { return };
    let good = folder.sign(&["-nodetach"]);
    let (limits, trust) = (Limits::default(), folder.trust());
    let expected = signed(&good).verify(&trust).unwrap();
    for at in 0..good.len() {
        let mut bad = good.clone();
        bad[at] ^= 0x01;
        // Some bytes are not signed, such as the version of the message. If verifying still
        // succeeds, content and signer have to be the same.
        if let Ok(message) = unwrap(&bad, &limits)
            && let Ok(verified) = message.verify(&trust)
        {
            assert_eq!(message.content, CONTENT, "byte {at}");
            assert_eq!(verified.chain[0], expected.chain[0], "byte {at}");
        }
    }
}

#[test]
fn openssl_verifies_what_is_signed_here() {
    for (name, keys) in [("sign-rsa", RSA), ("sign-p256", P256), ("sign-p384", P384)] {
        let Some(folder) = Folder::new(name, keys) else { return };
        folder.openssl(&[
            "pkcs8",
            "-topk8",
            "-nocrypt",
            "-in",
            "signer.key",
            "-outform",
            "DER",
            "-out",
            "signer.p8",
        ]);
        let certificates = [folder.read("signer.der"), folder.read("authority.der")];
        let signer = Signer::new(&folder.read("signer.p8"), certificates).unwrap();
        let profile = Profile::new("com.example", "U", Vec::new());
        let message = signer.sign(&profile).unwrap();
        fs::write(folder.at("profile"), &message).unwrap();
        folder.openssl(&[
            "cms", "-verify", "-binary", "-inform", "DER", "-in", "profile", "-CAfile", "root.pem",
            "-purpose", "any", "-out", "verified",
        ]);
        assert_eq!(folder.read("verified"), profile.to_xml().unwrap());

        let opened = profiles::open(&message, &Limits::default()).unwrap();
        assert_eq!(opened.message, profile);
        assert!(opened.signed.unwrap().verify(&folder.trust()).is_ok());

        // A certificate of another key.
        let other = [folder.read("authority.der")];
        let error = Signer::new(&folder.read("signer.p8"), other).unwrap_err();
        assert!(error.to_string().contains("another key"), "{error}");
        assert!(Signer::new(b"no key", [folder.read("signer.der")]).is_err());
        assert!(!format!("{signer:?}").contains("Rsa"));
    }
}
