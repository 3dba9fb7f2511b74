/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the demo's merchant offers, and how it came to be so: Return has everything, Claim a coupon
 * and a call, Exchange and Trade-in a percentage alone, and Service is as a helpdesk's new type
 * is. */

#include "config.h"

#include "wb-demo-data-private.h"

#include "wb-demo-resource.h"
#include "wb-time.h"

#define PORTAL WB_PLACEMENT_PORTAL
#define DETAIL WB_PLACEMENT_TICKET_DETAIL
#define EMAIL WB_PLACEMENT_EMAIL
#define PICTURES "/winback/demo/pictures/"
#define PICTURE_WIDTH 1200
#define PICTURE_HEIGHT 300

/* Of today. */
static const WbDemoOffer last_return[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_FIXED, "200.00", "1000.00" },
  { WB_COUPON_KIND_FIXED, "8.00", "40.00" },
  { WB_COUPON_KIND_FIXED, "35.00", "170.00" },
};
static const WbDemoOffer last_claim[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_PERCENT, "10.00", "500.00" },
  { WB_COUPON_KIND_PERCENT, "10.00", "20.00" },
  { WB_COUPON_KIND_PERCENT, "10.00", "90.00" },
};
static const WbDemoOffer trade_in[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_PERCENT, "15.00", "1500.00" },
  { WB_COUPON_KIND_PERCENT, "15.00", "60.00" },
  { WB_COUPON_KIND_PERCENT, "15.00", "260.00" },
};

/* Earlier amounts. */
static const WbDemoOffer first_return[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_FIXED, "100.00", "1500.00" },
  { WB_COUPON_KIND_FIXED, "4.00", "60.00" },
  { WB_COUPON_KIND_FIXED, "18.00", "260.00" },
};
static const WbDemoOffer second_return[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_FIXED, "150.00", "1200.00" },
  { WB_COUPON_KIND_FIXED, "6.00", "50.00" },
  { WB_COUPON_KIND_FIXED, "26.00", "210.00" },
};
static const WbDemoOffer first_claim[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_PERCENT, "5.00", "800.00" },
  { WB_COUPON_KIND_PERCENT, "5.00", "32.00" },
  { WB_COUPON_KIND_PERCENT, "5.00", "140.00" },
};
static const WbDemoOffer first_exchange[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_PERCENT, "5.00", "0.00" },
  { WB_COUPON_KIND_PERCENT, "5.00", "0.00" },
  { WB_COUPON_KIND_PERCENT, "5.00", "0.00" },
};
static const WbDemoOffer second_exchange[WB_DEMO_N_SHOPS] = {
  { WB_COUPON_KIND_PERCENT, "7.50", "0.00" },
  { WB_COUPON_KIND_PERCENT, "7.50", "0.00" },
  { WB_COUPON_KIND_PERCENT, "7.50", "0.00" },
};

typedef struct
{
  WbDemoType type;
  int days_ago;
  int user;                    /* which manager saved it */
  const WbDemoOffer *amounts;  /* per shop */
  int validity_days;
  WbPlacements coupon;         /* NONE = off, as below */
  WbPlacements call;
  const char *call_cs;
  const char *call_en;
  WbPlacements banner;
  int banner_index;            /* -1 = none chosen */
  const char *target_url;
} Version;

static const Version versions[] = {
  { WB_DEMO_TYPE_RETURN, 390, 0, first_return, 14, PORTAL, 0, NULL, NULL, 0, -1, NULL },
  { WB_DEMO_TYPE_RETURN, 344, 1, first_return, 14, PORTAL, 0, NULL, NULL, PORTAL | DETAIL | EMAIL,
    WB_DEMO_BANNER_LAST_YEAR, "https://www.example.com/vanoce" },
  { WB_DEMO_TYPE_RETURN, 300, 0, second_return, 21, PORTAL | DETAIL, PORTAL,
    "Máme vám zavolat?", "Shall we call you?", 0, -1, NULL },
  { WB_DEMO_TYPE_RETURN, 249, 1, second_return, 21, PORTAL | DETAIL, PORTAL | DETAIL,
    "Máme vám zavolat?", "Shall we call you?", PORTAL | DETAIL, WB_DEMO_BANNER_OVER,
    "https://www.example.com/jaro" },
  { WB_DEMO_TYPE_RETURN, 204, 0, last_return, 30, PORTAL | DETAIL,
    PORTAL | DETAIL, "Máme vám zavolat?", "Shall we call you?", 0, -1, NULL },
  { WB_DEMO_TYPE_RETURN, 158, 1, last_return, 30, PORTAL | DETAIL,
    PORTAL | DETAIL, "Máme vám zavolat?", "Shall we call you?", PORTAL | DETAIL,
    WB_DEMO_BANNER_ARCHIVED, "https://www.example.com/leto" },
  { WB_DEMO_TYPE_RETURN, 75, 0, last_return, 30, PORTAL | DETAIL,
    PORTAL | DETAIL | EMAIL, "Chcete, abychom vám zavolali a pomohli vybrat náhradu?",
    "Shall we call you and help you choose a replacement?", PORTAL | DETAIL | EMAIL,
    WB_DEMO_BANNER_OPEN, "https://www.example.com/klub" },
  { WB_DEMO_TYPE_RETURN, 12, 1, last_return, 30, PORTAL | DETAIL,
    PORTAL | DETAIL | EMAIL, "Chcete, abychom vám zavolali a pomohli vybrat náhradu?",
    "Shall we call you and help you choose a replacement?", PORTAL | DETAIL | EMAIL,
    WB_DEMO_BANNER_RUNNING, "https://www.example.com/podzim" },
  { WB_DEMO_TYPE_CLAIM, 380, 1, first_claim, 14, PORTAL, 0, NULL, NULL, 0, -1, NULL },
  { WB_DEMO_TYPE_CLAIM, 230, 0, last_claim, 14, PORTAL | DETAIL,
    PORTAL | DETAIL, "Mrzí nás to. Máme vám zavolat?", "We are sorry. Shall we call you?", 0, -1,
    NULL },
  { WB_DEMO_TYPE_CLAIM, 110, 1, last_claim, 14, PORTAL | DETAIL,
    PORTAL | DETAIL, "Mrzí nás to. Máme vám zavolat?", "We are sorry. Shall we call you?",
    PORTAL | DETAIL, WB_DEMO_BANNER_OPEN, "https://www.example.com/klub" },
  { WB_DEMO_TYPE_CLAIM, 45, 0, last_claim, 14, PORTAL | DETAIL,
    PORTAL | DETAIL | EMAIL, "Mrzí nás to. Máme vám zavolat?", "We are sorry. Shall we call you?",
    0, WB_DEMO_BANNER_OPEN, "https://www.example.com/klub" },
  { WB_DEMO_TYPE_EXCHANGE, 320, 0, first_exchange, 30, PORTAL, 0, NULL, NULL, 0, -1, NULL },
  { WB_DEMO_TYPE_EXCHANGE, 126, 1, second_exchange, 30, PORTAL | DETAIL | EMAIL, 0, NULL, NULL, 0,
    -1, NULL },
  { WB_DEMO_TYPE_TRADE_IN, 240, 0, trade_in, 30, PORTAL | DETAIL | EMAIL, 0, NULL, NULL, 0, -1,
    NULL },
};

/* Days are counted from today; `NEVER` = open. */
#define NEVER G_MAXINT

static const struct {
  const char *file;
  const char *name;
  const char *cs;
  const char *en;
  int created;
  int starts;
  int ends;
  gboolean archived;
  gboolean shown;
} banners[WB_DEMO_N_BANNERS] = {
  [WB_DEMO_BANNER_OVER] = {
    "jaro.jpg", "Jarní výprodej", "Jarní výprodej: nový sedák, staré ceny jsou pryč",
    "Spring sale: a new seat, the old prices are gone",
    -260, -250, -205, FALSE, TRUE,
  },
  [WB_DEMO_BANNER_ARCHIVED] = {
    "leto.jpg", "Léto na terase", "Léto na terase: lehátka a slunečníky skladem",
    "Summer on the terrace: loungers and parasols in stock",
    -170, -160, -90, TRUE, TRUE,
  },
  [WB_DEMO_BANNER_OPEN] = {
    "klub.png", "Klub stálých zákazníků",
    "Klub stálých zákazníků: body za každý nákup a dárek k narozeninám",
    "Regular customers’ club: points for every order and a birthday present",
    -120, NEVER, NEVER, FALSE, TRUE,
  },
  [WB_DEMO_BANNER_RUNNING] = {
    "podzim.png", "Podzimní slevy", "Podzimní slevy: křesla a lampy až o 30 % levněji",
    "Autumn sale: armchairs and lamps up to 30% off",
    -14, -13, 24, FALSE, TRUE,
  },
  [WB_DEMO_BANNER_UPCOMING] = {
    "vanoce.jpg", "Vánoční světla", "Vánoční světla: rozsviťte domov, doprava zdarma",
    "Christmas lights: light up your home, free delivery",
    -3, 20, 48, FALSE, FALSE,
  },
  [WB_DEMO_BANNER_LAST_YEAR] = {
    "vanoce.jpg", "Loňské Vánoce", "Vánoční světla: rozsviťte domov, doprava zdarma",
    "Christmas lights: light up your home, free delivery",
    -360, -345, -317, FALSE, TRUE,
  },
};

static WbLangText *
make_text (const char *cs,
           const char *en)
{
  WbLangText *text = wb_lang_text_new ();

  if (cs)
    wb_lang_text_set (text, "cs", cs);
  if (en)
    wb_lang_text_set (text, "en", en);

  return text;
}

/* When a version was saved; not all at the same time of day. */
static gint64
find_saved (WbDemoData *self,
            guint       index)
{
  return self->options.now - versions[index].days_ago * WB_DAY_MS - index * 37 * WB_MINUTE_MS;
}

static const Version *
find_version (WbDemoData *self,
              WbDemoType  type,
              gint64      at)
{
  const Version *found = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++) {
    if (versions[i].type == type && find_saved (self, i) <= at)
      found = &versions[i];
  }

  return found;
}

/**
 * wb_demo_offer_version_at:
 * @self: the data
 * @type: a type that has offers
 * @at: ms
 *
 * Returns: the version of its settings that was in force then; 0 = none yet
 */
int
wb_demo_offer_version_at (WbDemoData *self,
                          WbDemoType  type,
                          gint64      at)
{
  int version = 0;

  for (guint i = 0; i < G_N_ELEMENTS (versions); i++) {
    if (versions[i].type == type && find_saved (self, i) <= at)
      version++;
  }

  return version;
}

const WbDemoOffer *
wb_demo_offer_at (WbDemoData *self,
                  WbDemoType  type,
                  WbDemoShop  shop,
                  gint64      at,
                  int        *days_out)
{
  const Version *version = find_version (self, type, at);

  if (!version || version->coupon == WB_PLACEMENT_NONE)
    return NULL;
  *days_out = version->validity_days;

  return &version->amounts[shop];
}

const char *
wb_demo_placement_draw (WbDemoData *self,
                        WbDemoType  type,
                        WbTool      tool,
                        gint64      at,
                        WbRandom   *random)
{
  /* Most are at the portal's last step. */
  static const WbPlacements places[] = { PORTAL, PORTAL, DETAIL, EMAIL };
  const Version *version = find_version (self, type, at);
  WbPlacements offered = !version ? WB_PLACEMENT_NONE
                       : tool == WB_TOOL_COUPON ? version->coupon : version->call;
  guint first = wb_random_below (random, G_N_ELEMENTS (places));

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    WbPlacements place = places[(first + i) % G_N_ELEMENTS (places)];

    if ((offered & place) != 0)
      return wb_placement_to_text (place);
  }

  return NULL;
}

static void
add_amounts (WbOfferSet        *set,
             const WbDemoOffer *offers)
{
  for (int i = 0; i < WB_DEMO_N_SHOPS; i++) {
    WbCouponAmount *row = wb_offer_set_ensure_amount (set, wb_demo_store_currency ((WbDemoShop) i));

    g_free (row->kind);
    row->kind = g_strdup (offers[i].kind);
    row->amount = g_strdup (offers[i].amount);
    row->min_order_value = g_strdup (offers[i].minimum);
  }
}

static WbOfferSet *
make_settings (WbDemoData *self,
               guint       index,
               int         version)
{
  const Version *made = &versions[index];
  WbOfferSet *set = wb_offer_set_new ();

  set->type = g_strdup (self->types[made->type]);
  set->coupon_enabled = made->coupon != 0;
  set->coupon_placements = made->coupon;
  add_amounts (set, made->amounts);
  set->validity_days = made->validity_days;
  set->call_enabled = made->call != 0;
  set->call_placements = made->call;
  wb_lang_text_unref (set->call_text);
  set->call_text = make_text (made->call_cs, made->call_en);
  set->banner_enabled = made->banner != 0;
  set->banner_placements = made->banner;
  set->banner = made->banner_index < 0 ? NULL : g_strdup (self->banners[made->banner_index]);
  set->banner_target_url = g_strdup (made->target_url);
  set->updated_at = find_saved (self, index);
  set->updated_by = g_strdup (self->users[made->user]);
  set->version = version;

  return set;
}

/**
 * wb_demo_picture_load:
 * @name: a banner picture's name, "podzim.png"
 *
 * Returns: (transfer full): its content
 */
GBytes *
wb_demo_picture_load (const char *name)
{
  g_autofree char *path = g_strconcat (PICTURES, name, NULL);
  GBytes *bytes = NULL;

  /* A static library's resources are only linked in when something names them. */
  g_resources_register (wb_demo_get_resource ());
  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (bytes);

  return bytes;
}

static WbPicture *
make_picture (WbDemoData *self,
              int         index)
{
  WbPicture *picture = wb_picture_new ();
  g_autoptr (GBytes) bytes = wb_demo_picture_load (banners[index].file);

  picture->id = g_strdup (self->files[index]);
  picture->name = g_strdup (banners[index].file);
  picture->mime_type = g_strdup (g_str_has_suffix (banners[index].file, ".png") ? "image/png"
                                                                                : "image/jpeg");
  picture->size = (gint64) g_bytes_get_size (bytes);
  picture->sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  picture->url = g_strdup ("");
  picture->width = PICTURE_WIDTH;
  picture->height = PICTURE_HEIGHT;

  return picture;
}

static gint32
find_day (gint32 today,
          int    days)
{
  return days == NEVER ? WB_DATE_NONE : today + days;
}

static WbBanner *
make_banner (WbDemoData *self,
             int         index)
{
  gint32 today = wb_date_of_time (self->options.now, self->zone);
  WbBanner *banner = wb_banner_new ();

  banner->id = g_strdup (self->banners[index]);
  banner->name = g_strdup (banners[index].name);
  g_clear_pointer (&banner->picture, wb_picture_unref);
  banner->picture = make_picture (self, index);
  wb_lang_text_unref (banner->alt_text);
  banner->alt_text = make_text (banners[index].cs, banners[index].en);
  banner->starts_on = find_day (today, banners[index].starts);
  banner->ends_on = find_day (today, banners[index].ends);
  banner->archived = banners[index].archived;
  banner->created_at = self->options.now + banners[index].created * WB_DAY_MS -
                       index * 53 * WB_MINUTE_MS;
  banner->updated_at = banner->created_at;
  banner->version = 1;

  return banner;
}

/**
 * wb_demo_banner_was_shown:
 * @self: the data
 * @banner: one of its banners
 *
 * Returns: whether customers have seen it
 */
gboolean
wb_demo_banner_was_shown (WbDemoData     *self,
                          const WbBanner *banner)
{
  g_return_val_if_fail (self, FALSE);

  for (int i = 0; i < WB_DEMO_N_BANNERS; i++) {
    if (g_str_equal (self->banners[i], banner->id))
      return banners[i].shown;
  }

  return FALSE;
}

void
wb_demo_offer_places_at (WbDemoData    *self,
                         WbDemoType     type,
                         gint64         at,
                         WbPlacements   places[WB_N_TOOLS],
                         const char   **banner_out)
{
  const Version *version = find_version (self, type, at);
  gint32 today = wb_date_of_time (self->options.now, self->zone);
  gint32 day = wb_date_of_time (at, self->zone);

  places[WB_TOOL_COUPON] = version ? version->coupon : WB_PLACEMENT_NONE;
  places[WB_TOOL_CALL_REQUEST] = version ? version->call : WB_PLACEMENT_NONE;
  places[WB_TOOL_BANNER] = version ? version->banner : WB_PLACEMENT_NONE;
  *banner_out = NULL;
  if (!version || version->banner_index < 0)
    return;

  /* Outside its period a banner is not offered. */
  if (banners[version->banner_index].starts == NEVER ||
      (day >= today + banners[version->banner_index].starts &&
       day <= today + banners[version->banner_index].ends))
    *banner_out = self->banners[version->banner_index];
  else
    places[WB_TOOL_BANNER] = WB_PLACEMENT_NONE;
}

/**
 * wb_demo_offers_make:
 * @self: the data
 * @take: (scope call): takes each object
 * @data: for @take
 * @error: return location
 *
 * All versions of a type's settings come, oldest first.
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_demo_offers_make (WbDemoData  *self,
                     WbDemoTake   take,
                     gpointer     data,
                     GError     **error)
{
  int n_versions[WB_DEMO_N_TYPES] = { 0 };

  for (int i = 0; i < WB_DEMO_N_BANNERS; i++) {
    g_autoptr (WbBanner) banner = make_banner (self, i);

    if (!take (WB_DEMO_BANNER, banner, NULL, data, error))
      return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++) {
    g_autoptr (WbOfferSet) settings = make_settings (self, i, ++n_versions[versions[i].type]);

    if (!take (WB_DEMO_SETTINGS, settings, NULL, data, error))
      return FALSE;
  }

  return TRUE;
}
