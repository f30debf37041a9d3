//! Takes the names that Apple uses apart into words. Modules, types, fields, variants and constants
//! are all made of these words, so what is decided here is the same for all of them.

use heck::ToSnakeCase;

/// Beginnings of Apple's identifiers, keys and values that have no meaning and are dropped.
const VENDOR: &str = "com.apple.";

/// Words with unusual capitals, each with the word or words that it stands for wherever it is in a
/// name. Longer ones come before those that are a part of them.
pub(super) const SPELLINGS: &[(&str, &str)] = &[
    ("iPadOS", "ipados"),
    ("iOS", "ios"),
    ("macOS", "macos"),
    ("MacOS", "macos"),
    ("tvOS", "tvos"),
    ("visionOS", "visionos"),
    ("watchOS", "watchos"),
    ("iPad", "ipad"),
    ("iPhone", "iphone"),
    ("iTunes", "itunes"),
    ("ITunes", "itunes"),
    ("iCloud", "icloud"),
    ("iMessage", "imessage"),
    ("iChat", "ichat"),
    ("iBeacon", "ibeacon"),
    ("WiFi", "wifi"),
    ("eSIM", "esim"),
    ("IPSec", "ipsec"),
    ("QoS", "qos"),
    ("CalDAV", "caldav"),
    ("CardDAV", "carddav"),
    ("SSOAuth", "sso auth"),
    ("OAuth", "oauth"),
    ("JavaScript", "javascript"),
    ("XAuth", "xauth"),
    ("XProtect", "xprotect"),
    ("IrDA", "irda"),
    ("PPPoE", "pppoe"),
    ("FireWall", "firewall"),
    ("dNSName", "dns name"),
    ("ECSECPrime", "ec sec prime"),
];

/// Texts that look like one word and are several: identifiers in lower case, and acronyms in a row.
///
/// A row is for a whole word only, so that it does not change others. A new word without a row is
/// one word and must stay one: a row that is added later would rename what has been published.
pub(super) const BREAKS: &[(&str, &str)] = &[
    // Identifiers of documents.
    ("airplay", "air play"),
    ("airprint", "air print"),
    ("applayer", "app layer"),
    ("applicationaccess", "application access"),
    ("appmapping", "app mapping"),
    ("appstore", "app store"),
    ("cellularprivatenetwork", "cellular private network"),
    ("certificatepreference", "certificate preference"),
    ("certificaterevocation", "certificate revocation"),
    ("certificatetransparency", "certificate transparency"),
    ("conferenceroomdisplay", "conference room display"),
    ("configurationprofile", "configuration profile"),
    ("contentfilter", "content filter"),
    ("diskmanagement", "disk management"),
    ("extensiblesso", "extensible sso"),
    ("familycontrols", "family controls"),
    ("fileproviderd", "file provider"),
    ("filevault", "file vault"),
    ("firstactiveethernet", "first active ethernet"),
    ("firstethernet", "first ethernet"),
    ("globalethernet", "global ethernet"),
    ("homescreenlayout", "home screen layout"),
    ("identitypreference", "identity preference"),
    ("loginitems", "login items"),
    ("loginwindow", "login window"),
    ("mcxloginscripts", "mcx login scripts"),
    ("mcxprinting", "mcx printing"),
    ("mobiledevice", "mobile device"),
    ("networkusagerules", "network usage rules"),
    ("notificationsettings", "notification settings"),
    ("osxserver", "osx server"),
    ("passwordpolicy", "password policy"),
    ("screensaver", "screen saver"),
    ("screensharing", "screen sharing"),
    ("secondactiveethernet", "second active ethernet"),
    ("secondethernet", "second ethernet"),
    ("servicemanagement", "service management"),
    ("shareddeviceconfiguration", "shared device configuration"),
    ("smartcard", "smart card"),
    ("softwareupdate", "software update"),
    ("subscribedcalendar", "subscribed calendar"),
    ("syspolicy", "sys policy"),
    ("systemmigration", "system migration"),
    ("systempolicy", "system policy"),
    ("systempreferences", "system preferences"),
    ("systemuiserver", "system ui server"),
    ("thirdactiveethernet", "third active ethernet"),
    ("thirdethernet", "third ethernet"),
    ("timelimits", "time limits"),
    ("tvremote", "tv remote"),
    ("universalaccess", "universal access"),
    ("useridentity", "user identity"),
    ("usernameandpassword", "username and password"),
    ("userpassword", "user password"),
    ("webcontent", "web content"),
    // Keys.
    ("autologout", "auto logout"),
    ("blankbd", "blank bd"),
    ("blankcd", "blank cd"),
    ("blankdvd", "blank dvd"),
    ("cachedaccounts", "cached accounts"),
    ("dblclickbehavior", "dbl click behavior"),
    ("dvdram", "dvd ram"),
    ("eventtype", "event type"),
    ("filedata", "file data"),
    ("fsnameservers", "fs name servers"),
    ("harddisk", "hard disk"),
    ("keysize", "key size"),
    ("largesize", "large size"),
    ("launchanim", "launch anim"),
    ("loginscripts", "login scripts"),
    ("logoutscripts", "logout scripts"),
    ("magsize", "mag size"),
    ("mineffect", "min effect"),
    ("minintoapp", "min into app"),
    ("networkdisk", "network disk"),
    ("portinteger", "port integer"),
    ("showfullname", "show full name"),
    ("showindicators", "show indicators"),
    ("showotherusers", "show other users"),
    ("showrecents", "show recents"),
    ("tilesize", "tile size"),
    ("windowtabbing", "window tabbing"),
    // Values.
    ("bootstraptoken", "bootstrap token"),
    ("cloudvpp", "cloud vpp"),
    ("configurationprofiles", "configuration profiles"),
    ("datetime", "date time"),
    ("desktopscreeneffect", "desktop screen effect"),
    ("energysaver", "energy saver"),
    ("fibrechannel", "fibre channel"),
    ("internetaccounts", "internet accounts"),
    ("lowspace", "low space"),
    ("lsopen", "ls open"),
    ("parentalcontrols", "parental controls"),
    ("poweron", "power on"),
    ("prefpanel", "pref panel"),
    ("printfax", "print fax"),
    ("screentime", "screen time"),
    ("startupdisk", "startup disk"),
    ("wakepoweron", "wake power on"),
    // Acronyms in a row.
    ("ccpmppe128", "ccp mppe128"),
    ("ccpmppe40", "ccp mppe40"),
    ("crammd5", "cram md5"),
    ("eapfast", "eap fast"),
    ("eapsim", "eap sim"),
    ("httpmd5", "http md5"),
    ("otapki", "ota pki"),
    ("pacurl", "pac url"),
    ("ppdurl", "ppd url"),
    ("simmcc", "sim mcc"),
    ("simmnc", "sim mnc"),
    ("ssotgt", "sso tgt"),
    ("vpnpin", "vpn pin"),
    ("vpnuuid", "vpn uuid"),
];

/// The words of a name, in lower case.
pub(super) fn words(name: &str) -> Vec<String> {
    written(name).iter().flat_map(|word| broken(word).split(' ')).map(str::to_owned).collect()
}

/// The words of a name, as its capitals and separators tell, in lower case.
pub(super) fn written(name: &str) -> Vec<String> {
    let mut text = name.strip_prefix(VENDOR).unwrap_or(name).to_owned();
    for (written, words) in SPELLINGS {
        // Such a word ends in the name where lower case begins.
        text = text.replace(written, &format!(" {words} "));
    }
    let parted = plain_acronyms(&text).to_snake_case();
    parted.split('_').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The words that this one stands for.
fn broken(word: &str) -> &str {
    BREAKS.iter().find(|(written, _)| *written == word).map_or(word, |(_, words)| words)
}

/// Writes `UDIDs` as `Udids` and `IPv4` as `Ipv4`: an acronym with lower case behind it is one
/// word.
fn plain_acronyms(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let run = chars[at..].iter().take_while(|char| char.is_ascii_uppercase()).count();
        let rest = &chars[at + run..];
        let plural =
            rest.first() == Some(&'s') && !rest.get(1).is_some_and(char::is_ascii_lowercase);
        let version = rest.first() == Some(&'v') && rest.get(1).is_some_and(char::is_ascii_digit);
        if run >= 2 && (plural || version) {
            out.push(chars[at]);
            out.extend(chars[at + 1..at + run].iter().map(char::to_ascii_lowercase));
            out.push(rest[0]);
            at += run + 1;
        } else if run > 0 {
            out.extend(&chars[at..at + run]);
            at += run;
        } else {
            out.push(chars[at]);
            at += 1;
        }
    }
    out
}
