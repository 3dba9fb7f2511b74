/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose number it is, what time it may be there, and what costs extra. */

#include "wb-phone.h"
#include "wb-time.h"

#define ZONE_TABLE "/usr/share/zoneinfo/zone.tab"

static void
test_country (void)
{
  static const struct {
    const char *phone;
    const char *country;
  } cases[] = {
    { "+420601123456", "CZ" },
    { "+421905123456", "SK" },
    { "+48601234567", "PL" },
    { "+4915112345678", "DE" },
    { "+43 664 1234567", "AT" },
    { "0043 664 1234567", "AT" },
    { "+442079460958", "GB" },
    { "+37060012345", "LT" },
    { "+3725551234", "EE" },
    { "+38344123456", "XK" },
    { "+79161234567", "RU" },
    { "+77011234567", "KZ" },
    { "+12125550100", "US" },
    { "+14165550100", "CA" },
    { "+18095550100", "DO" },
    { "+17875550100", "PR" },
    { "+16715550100", "GU" },
    { "+8613812345678", "CN" },
    { "+85251234567", "HK" },
    { "+886912345678", "TW" },
    { "+971501234567", "AE" },
    { "+262692123456", "RE" },
    { "+262639123456", "YT" },
    { "+61412345678", "AU" },
    { "+61891641234", "CX" },
    { "+5999123456", "CW" },
    { "+5997181234", "BQ" },
    /* Of no country: a satellite, the world's shared cost, a code that is not given out. */
    { "+881612345678", NULL },
    { "+80812345678", NULL },
    { "+2101234567", NULL },
    /* Not surely a number, or surely none. */
    { "601123456", NULL },
    { "+420", NULL },
    { "+4206011234567", NULL },
    { "+420601123456 ext. 7", NULL },
    { "call me", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].phone ? cases[i].phone : "none");
    g_assert_cmpstr (wb_phone_country (cases[i].phone), ==, cases[i].country);
  }
}

static void
test_zones (void)
{
  static const struct {
    const char *country;
    const char *zones;
  } cases[] = {
    { "CZ", "Europe/Prague" },
    { "sk", "Europe/Bratislava" },
    { "DE", "Europe/Berlin" },
    { "AT", "Europe/Vienna" },
    { "PL", "Europe/Warsaw" },
    { "UA", "Europe/Kyiv" },
    { "PT", "Europe/Lisbon Atlantic/Azores" },
    { "ES", "Europe/Madrid Atlantic/Canary" },
    { "IN", "Asia/Kolkata" },
    { "XK", "Europe/Belgrade" },
    { "ZZ", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *const *zones = wb_phone_zones (cases[i].country);
    g_autofree char *text = zones ? g_strjoinv (" ", (GStrv) zones) : NULL;

    g_test_message ("%s", cases[i].country ? cases[i].country : "none");
    g_assert_cmpstr (text, ==, cases[i].zones);
  }
}

/* A number of "+1" may ring anywhere from Newfoundland to Hawaii. */
static void
test_zones_of_north_america (void)
{
  const char *const *us = wb_phone_zones ("US");
  const char *const *canada = wb_phone_zones ("CA");

  g_assert_true (g_strv_contains (us, "America/New_York"));
  g_assert_true (g_strv_contains (us, "Pacific/Honolulu"));
  g_assert_true (g_strv_contains (us, "America/St_Johns"));
  g_assert_true (g_strv_contains (canada, "America/St_Johns"));
  g_assert_false (g_strv_contains (canada, "Pacific/Honolulu"));
}

static gint64
offset_of (const char *name,
           gint64      at)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier (name);

  return zone ? wb_time_to_local (at, zone) - at : WB_TIME_NONE;
}

static gboolean
has_clock (const char *const *zones,
           gint64             offset,
           gint64             at)
{
  for (guint i = 0; zones[i]; i++) {
    if (offset_of (zones[i], at) == offset)
      return TRUE;
  }

  return FALSE;
}

/* Every clock that the system's own table gives to a country must be among ours, in January and in
 * July of a year that is past, whatever version of the table it is. */
static void
test_zones_against_the_system (void)
{
  g_autofree char *table = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_checked = 0;

  if (!g_file_get_contents (ZONE_TABLE, &table, NULL, NULL)) {
    g_test_skip ("no zone.tab on this system");
    return;
  }

  lines = g_strsplit (table, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    static const char *const instants[] = { "2025-01-15T12:00:00Z", "2025-07-15T12:00:00Z" };
    g_auto (GStrv) fields = g_strsplit (lines[i], "\t", 4);
    const char *const *zones;

    if (lines[i][0] == '#' || g_strv_length (fields) < 3)
      continue;
    zones = wb_phone_zones (fields[0]);
    /* Crimea is in the table twice; its numbers are Russian. */
    if (!zones || g_str_equal (fields[2], "Europe/Simferopol"))
      continue;

    for (guint k = 0; k < G_N_ELEMENTS (instants); k++) {
      gint64 at = 0;

      g_assert_true (wb_time_parse (instants[k], &at));
      g_test_message ("%s %s %s", fields[0], fields[2], instants[k]);
      g_assert_true (has_clock (zones, offset_of (fields[2], at), at));
    }
    n_checked++;
  }
  g_assert_cmpuint (n_checked, >, 380);
}

static void
test_premium (void)
{
  static const struct {
    const char *phone;
    gboolean is_premium;
  } cases[] = {
    { "+420906123456", TRUE },   { "+420601123456", FALSE }, { "+420800123456", FALSE },
    { "+420840123456", TRUE },   { "+420910123456", FALSE }, { "+420 976 123 456", TRUE },
    { "+421900123456", TRUE },   { "+421905123456", FALSE }, { "+421850123456", TRUE },
    { "+421800123456", FALSE },  { "+48701234567", TRUE },   { "+48601234567", FALSE },
    { "+48801123456", TRUE },    { "+48800123456", FALSE },  { "+499001234567", TRUE },
    { "+491805123456", TRUE },   { "+4915112345678", FALSE }, { "+498001234567", FALSE },
    { "+43900123456", TRUE },    { "+436641234567", FALSE }, { "+43820123456", TRUE },
    { "+43800123456", FALSE },   { "+447012345678", TRUE },  { "+447712345678", FALSE },
    { "+35315121234", FALSE },   { "+19005550100", TRUE },   { "+12125550100", FALSE },
    { "+97912345678", TRUE },    { "906123456", FALSE },     { "", FALSE },
    { NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_test_message ("%s", cases[i].phone ? cases[i].phone : "none");
    g_assert_cmpint (wb_phone_is_premium (cases[i].phone), ==, cases[i].is_premium);
  }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/wb/domain/phone/country", test_country);
  g_test_add_func ("/wb/domain/phone/zones", test_zones);
  g_test_add_func ("/wb/domain/phone/zones-of-north-america", test_zones_of_north_america);
  g_test_add_func ("/wb/domain/phone/zones-against-the-system", test_zones_against_the_system);
  g_test_add_func ("/wb/domain/phone/premium", test_premium);

  return g_test_run ();
}
