/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose telephones a country's code rings, and what time it may be there. Codes are those of ITU-T
 * E.164 and its national annexes, area codes of "+1" those of the North American numbering plan;
 * zones are those of the tz database for each country, one for each clock that ran differently
 * since summer 2024. */

#include "config.h"

#include "wb-phone.h"

#include <string.h>

/* The longest that fits counts. What begins with 1 and is not here is a number of the USA, or of
 * Canada behind a new area code. What belongs to no country (satellites, shared cost) is not
 * here. */
static const struct {
  const char *code;
  const char *country;
} codes[] = {
  { "1", "US" }, { "1204", "CA" }, { "1226", "CA" }, { "1236", "CA" }, { "1242", "BS" },
  { "1246", "BB" }, { "1249", "CA" }, { "1250", "CA" }, { "1257", "CA" }, { "1263", "CA" },
  { "1264", "AI" }, { "1268", "AG" }, { "1284", "VG" }, { "1289", "CA" }, { "1306", "CA" },
  { "1340", "VI" }, { "1343", "CA" }, { "1345", "KY" }, { "1354", "CA" }, { "1365", "CA" },
  { "1367", "CA" }, { "1368", "CA" }, { "1382", "CA" }, { "1403", "CA" }, { "1416", "CA" },
  { "1418", "CA" }, { "1428", "CA" }, { "1431", "CA" }, { "1437", "CA" }, { "1438", "CA" },
  { "1441", "BM" }, { "1450", "CA" }, { "1468", "CA" }, { "1473", "GD" }, { "1474", "CA" },
  { "1506", "CA" }, { "1514", "CA" }, { "1519", "CA" }, { "1548", "CA" }, { "1579", "CA" },
  { "1581", "CA" }, { "1584", "CA" }, { "1587", "CA" }, { "1604", "CA" }, { "1613", "CA" },
  { "1639", "CA" }, { "1647", "CA" }, { "1649", "TC" }, { "1658", "JM" }, { "1664", "MS" },
  { "1670", "MP" }, { "1671", "GU" }, { "1672", "CA" }, { "1683", "CA" }, { "1684", "AS" },
  { "1705", "CA" }, { "1709", "CA" }, { "1721", "SX" }, { "1742", "CA" }, { "1753", "CA" },
  { "1758", "LC" }, { "1767", "DM" }, { "1778", "CA" }, { "1780", "CA" }, { "1782", "CA" },
  { "1784", "VC" }, { "1787", "PR" }, { "1807", "CA" }, { "1809", "DO" }, { "1819", "CA" },
  { "1825", "CA" }, { "1829", "DO" }, { "1849", "DO" }, { "1867", "CA" }, { "1868", "TT" },
  { "1869", "KN" }, { "1873", "CA" }, { "1876", "JM" }, { "1879", "CA" }, { "1902", "CA" },
  { "1905", "CA" }, { "1939", "PR" }, { "1942", "CA" }, { "20", "EG" }, { "211", "SS" },
  { "212", "MA" }, { "213", "DZ" }, { "216", "TN" }, { "218", "LY" }, { "220", "GM" },
  { "221", "SN" }, { "222", "MR" }, { "223", "ML" }, { "224", "GN" }, { "225", "CI" },
  { "226", "BF" }, { "227", "NE" }, { "228", "TG" }, { "229", "BJ" }, { "230", "MU" },
  { "231", "LR" }, { "232", "SL" }, { "233", "GH" }, { "234", "NG" }, { "235", "TD" },
  { "236", "CF" }, { "237", "CM" }, { "238", "CV" }, { "239", "ST" }, { "240", "GQ" },
  { "241", "GA" }, { "242", "CG" }, { "243", "CD" }, { "244", "AO" }, { "245", "GW" },
  { "246", "IO" }, { "247", "SH" }, { "248", "SC" }, { "249", "SD" }, { "250", "RW" },
  { "251", "ET" }, { "252", "SO" }, { "253", "DJ" }, { "254", "KE" }, { "255", "TZ" },
  { "256", "UG" }, { "257", "BI" }, { "258", "MZ" }, { "260", "ZM" }, { "261", "MG" },
  { "262", "RE" }, { "262269", "YT" }, { "262639", "YT" }, { "263", "ZW" }, { "264", "NA" },
  { "265", "MW" }, { "266", "LS" }, { "267", "BW" }, { "268", "SZ" }, { "269", "KM" },
  { "27", "ZA" }, { "290", "SH" }, { "291", "ER" }, { "297", "AW" }, { "298", "FO" },
  { "299", "GL" }, { "30", "GR" }, { "31", "NL" }, { "32", "BE" }, { "33", "FR" }, { "34", "ES" },
  { "350", "GI" }, { "351", "PT" }, { "352", "LU" }, { "353", "IE" }, { "354", "IS" },
  { "355", "AL" }, { "356", "MT" }, { "357", "CY" }, { "358", "FI" }, { "359", "BG" },
  { "36", "HU" }, { "370", "LT" }, { "371", "LV" }, { "372", "EE" }, { "373", "MD" },
  { "374", "AM" }, { "375", "BY" }, { "376", "AD" }, { "377", "MC" }, { "378", "SM" },
  { "380", "UA" }, { "381", "RS" }, { "382", "ME" }, { "383", "XK" }, { "385", "HR" },
  { "386", "SI" }, { "387", "BA" }, { "389", "MK" }, { "39", "IT" }, { "40", "RO" },
  { "41", "CH" }, { "420", "CZ" }, { "421", "SK" }, { "423", "LI" }, { "43", "AT" },
  { "44", "GB" }, { "45", "DK" }, { "46", "SE" }, { "47", "NO" }, { "48", "PL" }, { "49", "DE" },
  { "500", "FK" }, { "501", "BZ" }, { "502", "GT" }, { "503", "SV" }, { "504", "HN" },
  { "505", "NI" }, { "506", "CR" }, { "507", "PA" }, { "508", "PM" }, { "509", "HT" },
  { "51", "PE" }, { "52", "MX" }, { "53", "CU" }, { "54", "AR" }, { "55", "BR" }, { "56", "CL" },
  { "57", "CO" }, { "58", "VE" }, { "590", "GP" }, { "591", "BO" }, { "592", "GY" },
  { "593", "EC" }, { "594", "GF" }, { "595", "PY" }, { "596", "MQ" }, { "597", "SR" },
  { "598", "UY" }, { "599", "BQ" }, { "5999", "CW" }, { "60", "MY" }, { "61", "AU" },
  { "6189162", "CC" }, { "6189164", "CX" }, { "62", "ID" }, { "63", "PH" }, { "64", "NZ" },
  { "65", "SG" }, { "66", "TH" }, { "670", "TL" }, { "6723", "NF" }, { "673", "BN" },
  { "674", "NR" }, { "675", "PG" }, { "676", "TO" }, { "677", "SB" }, { "678", "VU" },
  { "679", "FJ" }, { "680", "PW" }, { "681", "WF" }, { "682", "CK" }, { "683", "NU" },
  { "685", "WS" }, { "686", "KI" }, { "687", "NC" }, { "688", "TV" }, { "689", "PF" },
  { "690", "TK" }, { "691", "FM" }, { "692", "MH" }, { "7", "RU" }, { "76", "KZ" }, { "77", "KZ" },
  { "81", "JP" }, { "82", "KR" }, { "84", "VN" }, { "850", "KP" }, { "852", "HK" },
  { "853", "MO" }, { "855", "KH" }, { "856", "LA" }, { "86", "CN" }, { "880", "BD" },
  { "886", "TW" }, { "90", "TR" }, { "91", "IN" }, { "92", "PK" }, { "93", "AF" }, { "94", "LK" },
  { "95", "MM" }, { "960", "MV" }, { "961", "LB" }, { "962", "JO" }, { "963", "SY" },
  { "964", "IQ" }, { "965", "KW" }, { "966", "SA" }, { "967", "YE" }, { "968", "OM" },
  { "970", "PS" }, { "971", "AE" }, { "972", "IL" }, { "973", "BH" }, { "974", "QA" },
  { "975", "BT" }, { "976", "MN" }, { "977", "NP" }, { "98", "IR" }, { "992", "TJ" },
  { "993", "TM" }, { "994", "AZ" }, { "995", "GE" }, { "996", "KG" }, { "998", "UZ" },
};

/* Numbers of "US" may be Canadian, so they get the zones of both. Crimea has had no Ukrainian
 * numbers since 2015, so its zone is not one of theirs. */
static const struct {
  const char *country;
  const char *const *zones;
} countries[] = {
  { "AD", (const char *const[]) { "Europe/Andorra", NULL } },
  { "AE", (const char *const[]) { "Asia/Dubai", NULL } },
  { "AF", (const char *const[]) { "Asia/Kabul", NULL } },
  { "AG", (const char *const[]) { "America/Antigua", NULL } },
  { "AI", (const char *const[]) { "America/Anguilla", NULL } },
  { "AL", (const char *const[]) { "Europe/Tirane", NULL } },
  { "AM", (const char *const[]) { "Asia/Yerevan", NULL } },
  { "AO", (const char *const[]) { "Africa/Luanda", NULL } },
  { "AR", (const char *const[]) { "America/Argentina/Buenos_Aires", NULL } },
  { "AS", (const char *const[]) { "Pacific/Pago_Pago", NULL } },
  { "AT", (const char *const[]) { "Europe/Vienna", NULL } },
  { "AU",
    (const char *const[]) {
      "Australia/Lord_Howe", "Australia/Sydney", "Australia/Broken_Hill", "Australia/Brisbane",
      "Australia/Darwin", "Australia/Perth", "Australia/Eucla", NULL
    } },
  { "AW", (const char *const[]) { "America/Aruba", NULL } },
  { "AZ", (const char *const[]) { "Asia/Baku", NULL } },
  { "BA", (const char *const[]) { "Europe/Sarajevo", NULL } },
  { "BB", (const char *const[]) { "America/Barbados", NULL } },
  { "BD", (const char *const[]) { "Asia/Dhaka", NULL } },
  { "BE", (const char *const[]) { "Europe/Brussels", NULL } },
  { "BF", (const char *const[]) { "Africa/Ouagadougou", NULL } },
  { "BG", (const char *const[]) { "Europe/Sofia", NULL } },
  { "BH", (const char *const[]) { "Asia/Bahrain", NULL } },
  { "BI", (const char *const[]) { "Africa/Bujumbura", NULL } },
  { "BJ", (const char *const[]) { "Africa/Porto-Novo", NULL } },
  { "BM", (const char *const[]) { "Atlantic/Bermuda", NULL } },
  { "BN", (const char *const[]) { "Asia/Brunei", NULL } },
  { "BO", (const char *const[]) { "America/La_Paz", NULL } },
  { "BQ", (const char *const[]) { "America/Kralendijk", NULL } },
  { "BR",
    (const char *const[]) {
      "America/Noronha", "America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", NULL
    } },
  { "BS", (const char *const[]) { "America/Nassau", NULL } },
  { "BT", (const char *const[]) { "Asia/Thimphu", NULL } },
  { "BW", (const char *const[]) { "Africa/Gaborone", NULL } },
  { "BY", (const char *const[]) { "Europe/Minsk", NULL } },
  { "BZ", (const char *const[]) { "America/Belize", NULL } },
  { "CA",
    (const char *const[]) {
      "America/St_Johns", "America/Halifax", "America/Blanc-Sablon", "America/Toronto",
      "America/Atikokan", "America/Winnipeg", "America/Resolute", "America/Regina",
      "America/Edmonton", "America/Cambridge_Bay", "America/Vancouver", "America/Creston", NULL
    } },
  { "CC", (const char *const[]) { "Indian/Cocos", NULL } },
  { "CD", (const char *const[]) { "Africa/Kinshasa", "Africa/Lubumbashi", NULL } },
  { "CF", (const char *const[]) { "Africa/Bangui", NULL } },
  { "CG", (const char *const[]) { "Africa/Brazzaville", NULL } },
  { "CH", (const char *const[]) { "Europe/Zurich", NULL } },
  { "CI", (const char *const[]) { "Africa/Abidjan", NULL } },
  { "CK", (const char *const[]) { "Pacific/Rarotonga", NULL } },
  { "CL",
    (const char *const[]) {
      "America/Santiago", "America/Coyhaique", "America/Punta_Arenas", "Pacific/Easter", NULL
    } },
  { "CM", (const char *const[]) { "Africa/Douala", NULL } },
  { "CN", (const char *const[]) { "Asia/Shanghai", "Asia/Urumqi", NULL } },
  { "CO", (const char *const[]) { "America/Bogota", NULL } },
  { "CR", (const char *const[]) { "America/Costa_Rica", NULL } },
  { "CU", (const char *const[]) { "America/Havana", NULL } },
  { "CV", (const char *const[]) { "Atlantic/Cape_Verde", NULL } },
  { "CW", (const char *const[]) { "America/Curacao", NULL } },
  { "CX", (const char *const[]) { "Indian/Christmas", NULL } },
  { "CY", (const char *const[]) { "Asia/Nicosia", NULL } },
  { "CZ", (const char *const[]) { "Europe/Prague", NULL } },
  { "DE", (const char *const[]) { "Europe/Berlin", NULL } },
  { "DJ", (const char *const[]) { "Africa/Djibouti", NULL } },
  { "DK", (const char *const[]) { "Europe/Copenhagen", NULL } },
  { "DM", (const char *const[]) { "America/Dominica", NULL } },
  { "DO", (const char *const[]) { "America/Santo_Domingo", NULL } },
  { "DZ", (const char *const[]) { "Africa/Algiers", NULL } },
  { "EC", (const char *const[]) { "America/Guayaquil", "Pacific/Galapagos", NULL } },
  { "EE", (const char *const[]) { "Europe/Tallinn", NULL } },
  { "EG", (const char *const[]) { "Africa/Cairo", NULL } },
  { "ER", (const char *const[]) { "Africa/Asmara", NULL } },
  { "ES", (const char *const[]) { "Europe/Madrid", "Atlantic/Canary", NULL } },
  { "ET", (const char *const[]) { "Africa/Addis_Ababa", NULL } },
  { "FI", (const char *const[]) { "Europe/Helsinki", NULL } },
  { "FJ", (const char *const[]) { "Pacific/Fiji", NULL } },
  { "FK", (const char *const[]) { "Atlantic/Stanley", NULL } },
  { "FM", (const char *const[]) { "Pacific/Chuuk", "Pacific/Pohnpei", NULL } },
  { "FO", (const char *const[]) { "Atlantic/Faroe", NULL } },
  { "FR", (const char *const[]) { "Europe/Paris", NULL } },
  { "GA", (const char *const[]) { "Africa/Libreville", NULL } },
  { "GB", (const char *const[]) { "Europe/London", NULL } },
  { "GD", (const char *const[]) { "America/Grenada", NULL } },
  { "GE", (const char *const[]) { "Asia/Tbilisi", NULL } },
  { "GF", (const char *const[]) { "America/Cayenne", NULL } },
  { "GH", (const char *const[]) { "Africa/Accra", NULL } },
  { "GI", (const char *const[]) { "Europe/Gibraltar", NULL } },
  { "GL", (const char *const[]) { "America/Nuuk", "America/Danmarkshavn", "America/Thule", NULL } },
  { "GM", (const char *const[]) { "Africa/Banjul", NULL } },
  { "GN", (const char *const[]) { "Africa/Conakry", NULL } },
  { "GP", (const char *const[]) { "America/Guadeloupe", NULL } },
  { "GQ", (const char *const[]) { "Africa/Malabo", NULL } },
  { "GR", (const char *const[]) { "Europe/Athens", NULL } },
  { "GT", (const char *const[]) { "America/Guatemala", NULL } },
  { "GU", (const char *const[]) { "Pacific/Guam", NULL } },
  { "GW", (const char *const[]) { "Africa/Bissau", NULL } },
  { "GY", (const char *const[]) { "America/Guyana", NULL } },
  { "HK", (const char *const[]) { "Asia/Hong_Kong", NULL } },
  { "HN", (const char *const[]) { "America/Tegucigalpa", NULL } },
  { "HR", (const char *const[]) { "Europe/Zagreb", NULL } },
  { "HT", (const char *const[]) { "America/Port-au-Prince", NULL } },
  { "HU", (const char *const[]) { "Europe/Budapest", NULL } },
  { "ID", (const char *const[]) { "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", NULL } },
  { "IE", (const char *const[]) { "Europe/Dublin", NULL } },
  { "IL", (const char *const[]) { "Asia/Jerusalem", NULL } },
  { "IN", (const char *const[]) { "Asia/Kolkata", NULL } },
  { "IO", (const char *const[]) { "Indian/Chagos", NULL } },
  { "IQ", (const char *const[]) { "Asia/Baghdad", NULL } },
  { "IR", (const char *const[]) { "Asia/Tehran", NULL } },
  { "IS", (const char *const[]) { "Atlantic/Reykjavik", NULL } },
  { "IT", (const char *const[]) { "Europe/Rome", NULL } },
  { "JM", (const char *const[]) { "America/Jamaica", NULL } },
  { "JO", (const char *const[]) { "Asia/Amman", NULL } },
  { "JP", (const char *const[]) { "Asia/Tokyo", NULL } },
  { "KE", (const char *const[]) { "Africa/Nairobi", NULL } },
  { "KG", (const char *const[]) { "Asia/Bishkek", NULL } },
  { "KH", (const char *const[]) { "Asia/Phnom_Penh", NULL } },
  { "KI",
    (const char *const[]) {
      "Pacific/Tarawa", "Pacific/Kanton", "Pacific/Kiritimati", NULL
    } },
  { "KM", (const char *const[]) { "Indian/Comoro", NULL } },
  { "KN", (const char *const[]) { "America/St_Kitts", NULL } },
  { "KP", (const char *const[]) { "Asia/Pyongyang", NULL } },
  { "KR", (const char *const[]) { "Asia/Seoul", NULL } },
  { "KW", (const char *const[]) { "Asia/Kuwait", NULL } },
  { "KY", (const char *const[]) { "America/Cayman", NULL } },
  { "KZ", (const char *const[]) { "Asia/Almaty", NULL } },
  { "LA", (const char *const[]) { "Asia/Vientiane", NULL } },
  { "LB", (const char *const[]) { "Asia/Beirut", NULL } },
  { "LC", (const char *const[]) { "America/St_Lucia", NULL } },
  { "LI", (const char *const[]) { "Europe/Vaduz", NULL } },
  { "LK", (const char *const[]) { "Asia/Colombo", NULL } },
  { "LR", (const char *const[]) { "Africa/Monrovia", NULL } },
  { "LS", (const char *const[]) { "Africa/Maseru", NULL } },
  { "LT", (const char *const[]) { "Europe/Vilnius", NULL } },
  { "LU", (const char *const[]) { "Europe/Luxembourg", NULL } },
  { "LV", (const char *const[]) { "Europe/Riga", NULL } },
  { "LY", (const char *const[]) { "Africa/Tripoli", NULL } },
  { "MA", (const char *const[]) { "Africa/Casablanca", NULL } },
  { "MC", (const char *const[]) { "Europe/Monaco", NULL } },
  { "MD", (const char *const[]) { "Europe/Chisinau", NULL } },
  { "ME", (const char *const[]) { "Europe/Podgorica", NULL } },
  { "MG", (const char *const[]) { "Indian/Antananarivo", NULL } },
  { "MH", (const char *const[]) { "Pacific/Majuro", NULL } },
  { "MK", (const char *const[]) { "Europe/Skopje", NULL } },
  { "ML", (const char *const[]) { "Africa/Bamako", NULL } },
  { "MM", (const char *const[]) { "Asia/Yangon", NULL } },
  { "MN", (const char *const[]) { "Asia/Ulaanbaatar", "Asia/Hovd", NULL } },
  { "MO", (const char *const[]) { "Asia/Macau", NULL } },
  { "MP", (const char *const[]) { "Pacific/Saipan", NULL } },
  { "MQ", (const char *const[]) { "America/Martinique", NULL } },
  { "MR", (const char *const[]) { "Africa/Nouakchott", NULL } },
  { "MS", (const char *const[]) { "America/Montserrat", NULL } },
  { "MT", (const char *const[]) { "Europe/Malta", NULL } },
  { "MU", (const char *const[]) { "Indian/Mauritius", NULL } },
  { "MV", (const char *const[]) { "Indian/Maldives", NULL } },
  { "MW", (const char *const[]) { "Africa/Blantyre", NULL } },
  { "MX",
    (const char *const[]) {
      "America/Mexico_City", "America/Cancun", "America/Matamoros", "America/Ciudad_Juarez",
      "America/Mazatlan", "America/Tijuana", NULL
    } },
  { "MY", (const char *const[]) { "Asia/Kuala_Lumpur", NULL } },
  { "MZ", (const char *const[]) { "Africa/Maputo", NULL } },
  { "NA", (const char *const[]) { "Africa/Windhoek", NULL } },
  { "NC", (const char *const[]) { "Pacific/Noumea", NULL } },
  { "NE", (const char *const[]) { "Africa/Niamey", NULL } },
  { "NF", (const char *const[]) { "Pacific/Norfolk", NULL } },
  { "NG", (const char *const[]) { "Africa/Lagos", NULL } },
  { "NI", (const char *const[]) { "America/Managua", NULL } },
  { "NL", (const char *const[]) { "Europe/Amsterdam", NULL } },
  { "NO", (const char *const[]) { "Europe/Oslo", NULL } },
  { "NP", (const char *const[]) { "Asia/Kathmandu", NULL } },
  { "NR", (const char *const[]) { "Pacific/Nauru", NULL } },
  { "NU", (const char *const[]) { "Pacific/Niue", NULL } },
  { "NZ", (const char *const[]) { "Pacific/Auckland", "Pacific/Chatham", NULL } },
  { "OM", (const char *const[]) { "Asia/Muscat", NULL } },
  { "PA", (const char *const[]) { "America/Panama", NULL } },
  { "PE", (const char *const[]) { "America/Lima", NULL } },
  { "PF",
    (const char *const[]) {
      "Pacific/Tahiti", "Pacific/Marquesas", "Pacific/Gambier", NULL
    } },
  { "PG", (const char *const[]) { "Pacific/Port_Moresby", "Pacific/Bougainville", NULL } },
  { "PH", (const char *const[]) { "Asia/Manila", NULL } },
  { "PK", (const char *const[]) { "Asia/Karachi", NULL } },
  { "PL", (const char *const[]) { "Europe/Warsaw", NULL } },
  { "PM", (const char *const[]) { "America/Miquelon", NULL } },
  { "PR", (const char *const[]) { "America/Puerto_Rico", NULL } },
  { "PS", (const char *const[]) { "Asia/Gaza", NULL } },
  { "PT", (const char *const[]) { "Europe/Lisbon", "Atlantic/Azores", NULL } },
  { "PW", (const char *const[]) { "Pacific/Palau", NULL } },
  { "PY", (const char *const[]) { "America/Asuncion", NULL } },
  { "QA", (const char *const[]) { "Asia/Qatar", NULL } },
  { "RE", (const char *const[]) { "Indian/Reunion", NULL } },
  { "RO", (const char *const[]) { "Europe/Bucharest", NULL } },
  { "RS", (const char *const[]) { "Europe/Belgrade", NULL } },
  { "RU",
    (const char *const[]) {
      "Europe/Kaliningrad", "Europe/Moscow", "Europe/Astrakhan", "Asia/Yekaterinburg", "Asia/Omsk",
      "Asia/Novosibirsk", "Asia/Irkutsk", "Asia/Chita", "Asia/Vladivostok", "Asia/Magadan",
      "Asia/Kamchatka", NULL
    } },
  { "RW", (const char *const[]) { "Africa/Kigali", NULL } },
  { "SA", (const char *const[]) { "Asia/Riyadh", NULL } },
  { "SB", (const char *const[]) { "Pacific/Guadalcanal", NULL } },
  { "SC", (const char *const[]) { "Indian/Mahe", NULL } },
  { "SD", (const char *const[]) { "Africa/Khartoum", NULL } },
  { "SE", (const char *const[]) { "Europe/Stockholm", NULL } },
  { "SG", (const char *const[]) { "Asia/Singapore", NULL } },
  { "SH", (const char *const[]) { "Atlantic/St_Helena", NULL } },
  { "SI", (const char *const[]) { "Europe/Ljubljana", NULL } },
  { "SK", (const char *const[]) { "Europe/Bratislava", NULL } },
  { "SL", (const char *const[]) { "Africa/Freetown", NULL } },
  { "SM", (const char *const[]) { "Europe/San_Marino", NULL } },
  { "SN", (const char *const[]) { "Africa/Dakar", NULL } },
  { "SO", (const char *const[]) { "Africa/Mogadishu", NULL } },
  { "SR", (const char *const[]) { "America/Paramaribo", NULL } },
  { "SS", (const char *const[]) { "Africa/Juba", NULL } },
  { "ST", (const char *const[]) { "Africa/Sao_Tome", NULL } },
  { "SV", (const char *const[]) { "America/El_Salvador", NULL } },
  { "SX", (const char *const[]) { "America/Lower_Princes", NULL } },
  { "SY", (const char *const[]) { "Asia/Damascus", NULL } },
  { "SZ", (const char *const[]) { "Africa/Mbabane", NULL } },
  { "TC", (const char *const[]) { "America/Grand_Turk", NULL } },
  { "TD", (const char *const[]) { "Africa/Ndjamena", NULL } },
  { "TG", (const char *const[]) { "Africa/Lome", NULL } },
  { "TH", (const char *const[]) { "Asia/Bangkok", NULL } },
  { "TJ", (const char *const[]) { "Asia/Dushanbe", NULL } },
  { "TK", (const char *const[]) { "Pacific/Fakaofo", NULL } },
  { "TL", (const char *const[]) { "Asia/Dili", NULL } },
  { "TM", (const char *const[]) { "Asia/Ashgabat", NULL } },
  { "TN", (const char *const[]) { "Africa/Tunis", NULL } },
  { "TO", (const char *const[]) { "Pacific/Tongatapu", NULL } },
  { "TR", (const char *const[]) { "Europe/Istanbul", NULL } },
  { "TT", (const char *const[]) { "America/Port_of_Spain", NULL } },
  { "TV", (const char *const[]) { "Pacific/Funafuti", NULL } },
  { "TW", (const char *const[]) { "Asia/Taipei", NULL } },
  { "TZ", (const char *const[]) { "Africa/Dar_es_Salaam", NULL } },
  { "UA", (const char *const[]) { "Europe/Kyiv", NULL } },
  { "UG", (const char *const[]) { "Africa/Kampala", NULL } },
  { "US",
    (const char *const[]) {
      "America/New_York", "America/Chicago", "America/Denver", "America/Phoenix",
      "America/Los_Angeles", "America/Anchorage", "America/Adak", "Pacific/Honolulu",
      "America/St_Johns", "America/Halifax", "America/Blanc-Sablon", "America/Atikokan",
      "America/Winnipeg", "America/Regina", "America/Edmonton", "America/Vancouver", NULL
    } },
  { "UY", (const char *const[]) { "America/Montevideo", NULL } },
  { "UZ", (const char *const[]) { "Asia/Samarkand", NULL } },
  { "VC", (const char *const[]) { "America/St_Vincent", NULL } },
  { "VE", (const char *const[]) { "America/Caracas", NULL } },
  { "VG", (const char *const[]) { "America/Tortola", NULL } },
  { "VI", (const char *const[]) { "America/St_Thomas", NULL } },
  { "VN", (const char *const[]) { "Asia/Ho_Chi_Minh", NULL } },
  { "VU", (const char *const[]) { "Pacific/Efate", NULL } },
  { "WF", (const char *const[]) { "Pacific/Wallis", NULL } },
  { "WS", (const char *const[]) { "Pacific/Apia", NULL } },
  { "XK", (const char *const[]) { "Europe/Belgrade", NULL } },
  { "YE", (const char *const[]) { "Asia/Aden", NULL } },
  { "YT", (const char *const[]) { "Indian/Mayotte", NULL } },
  { "ZA", (const char *const[]) { "Africa/Johannesburg", NULL } },
  { "ZM", (const char *const[]) { "Africa/Lusaka", NULL } },
  { "ZW", (const char *const[]) { "Africa/Harare", NULL } },
};

/**
 * wb_phone_country:
 * @phone: (nullable): a number as stored
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer none): ISO 3166 code of the country it rings in; "US" stands for
 *   Canada too where an area code does not tell; `NULL` when it is not known
 */
const char *
wb_phone_country (const char *phone)
{
  g_autofree char *number = wb_phone_to_e164 (phone, NULL);
  const char *country = NULL;
  gsize best = 0;

  for (gsize i = 0; number && i < G_N_ELEMENTS (codes); i++) {
    gsize length = strlen (codes[i].code);

    if (length > best && strncmp (number + 1, codes[i].code, length) == 0) {
      country = codes[i].country;
      best = length;
    }
  }

  return country;
}

/**
 * wb_phone_zones:
 * @country: (nullable): ISO 3166 code
 *
 * Any thread.
 *
 * Returns: (nullable) (transfer none): the IANA names of its zones, one for each clock there,
 *   `NULL` at the end; `NULL` when the country is not known
 */
const char *const *
wb_phone_zones (const char *country)
{
  for (gsize i = 0; country && i < G_N_ELEMENTS (countries); i++) {
    if (g_ascii_strcasecmp (countries[i].country, country) == 0)
      return countries[i].zones;
  }

  return NULL;
}
