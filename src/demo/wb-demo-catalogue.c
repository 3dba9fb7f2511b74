/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The demo's merchant: account, staff, shops, ticket types with their states, and tags. */

#include "config.h"

#include "wb-demo-data-private.h"

#include "wb-time.h"

/* Where the catalogue is dated to: before any ticket. */
#define AGE_MS (400 * WB_DAY_MS)

static const struct {
  const char *store_id;
  const char *name;
  const char *platform;
  const char *currency;
  const char *time_zone;
} shops[WB_DEMO_N_SHOPS] = {
  { "domov-cz", "Domov a světlo", "shoptet", "CZK", "Europe/Prague" },
  { "home-eu", "Home & Light", "shopify", "EUR", "Europe/Dublin" },
  { "dom-pl", "Dom i światło", "woocommerce", "PLN", "Europe/Warsaw" },
};

static const struct {
  WbRole role;
  const char *name;
  const char *email;
  const char *phone;
} users[WB_DEMO_N_USERS] = {
  { WB_ROLE_MANAGER, "Jana Králová", "jana.kralova@example.com", "+420601009001" },
  { WB_ROLE_MANAGER, "Tomáš Žák", "tomas.zak@example.com", "+420601009002" },
  { WB_ROLE_AGENT, "Eva Dvořáková", "eva.dvorakova@example.com", "+420601009003" },
  { WB_ROLE_AGENT, "Łukasz Wiśniewski", "lukasz.wisniewski@example.com", "+48500009004" },
  { WB_ROLE_AGENT, "Zoë Müller", "zoe.muller@example.com", NULL },
};

static const struct {
  const char *kind;
  const char *cs;
  const char *en;
  const char *color;
} types[WB_DEMO_N_TYPES] = {
  { "return", "Vrácení", "Return", "#1d4ed8" },
  { "claim", "Reklamace", "Claim", "#dc2626" },
  { "custom", "Výměna", "Exchange", "#7c3aed" },
  { "custom", "Servis", "Service", "#0f766e" },
  { "custom", "Výkup", "Trade-in", "#b45309" },
};

static const struct {
  const char *step;
  const char *color;
  const char *cs[WB_DEMO_N_TYPES];
  const char *en[WB_DEMO_N_TYPES];
} steps[WB_DEMO_N_STEPS] = {
  { "new", "#2563eb",
    { "Nová žádost", "Nová reklamace", "Nová výměna", "Nová zakázka", "Nová nabídka" },
    { "New request", "New claim", "New exchange", "New order", "New offer" } },
  { "waiting", "#9333ea",
    { "Čeká na zboží", "Čeká na zboží", "Čeká na zboží", "Čeká na zboží", "Čeká na zboží" },
    { "Waiting for the goods", "Waiting for the goods", "Waiting for the goods",
      "Waiting for the goods", "Waiting for the goods" } },
  { "resolving", "#f59e0b",
    { "Zboží je u nás", "Posuzuje se", "Chystá se náhrada", "Opravuje se", "Oceňuje se" },
    { "Goods received by us", "Being assessed", "Preparing the replacement", "Being repaired",
      "Being valued" } },
  { "decision", "#ea580c",
    { "Čeká na rozhodnutí", "Čeká na vyjádření výrobce", "Čeká na doplatek",
      "Čeká na schválení ceny", "Čeká na přijetí ceny" },
    { "Waiting for a decision", "Waiting for the manufacturer", "Waiting for the difference",
      "Waiting for approval", "Waiting for an answer to the price" } },
  { "resolved", "#16a34a",
    { "Peníze vráceny", "Vyřízeno", "Vyměněno", "Hotovo", "Vykoupeno" },
    { "Refunded", "Settled", "Exchanged", "Done", "Bought" } },
};

static const struct {
  const char *cs;
  const char *en;
  const char *background;
} tags[WB_DEMO_N_TAGS] = {
  { "VIP", "VIP", "#7c3aed" },
  { "Věrný zákazník", "Regular customer", "#0f766e" },
  { "Poškozeno v přepravě", "Damaged in transit", "#b45309" },
};

/**
 * wb_demo_store_name:
 * @shop: one of the shops
 *
 * Returns: (transfer none): the `store_id` on its orders
 */
const char *
wb_demo_store_name (WbDemoShop shop)
{
  return shops[shop].store_id;
}

/**
 * wb_demo_store_platform:
 * @shop: one of the shops
 *
 * Returns: (transfer none): what it runs on
 */
const char *
wb_demo_store_platform (WbDemoShop shop)
{
  return shops[shop].platform;
}

/**
 * wb_demo_store_currency:
 * @shop: one of the shops
 *
 * Returns: (transfer none): the one currency it sells in
 */
const char *
wb_demo_store_currency (WbDemoShop shop)
{
  return shops[shop].currency;
}

/**
 * wb_demo_store_time_zone:
 * @shop: one of the shops
 *
 * Returns: (transfer none): the IANA name of its zone
 */
const char *
wb_demo_store_time_zone (WbDemoShop shop)
{
  return shops[shop].time_zone;
}

/**
 * wb_demo_store_zone:
 * @shop: one of the shops
 *
 * Returns: (transfer full): its zone; UTC on a computer without time zone data
 */
GTimeZone *
wb_demo_store_zone (WbDemoShop shop)
{
  GTimeZone *zone = g_time_zone_new_identifier (shops[shop].time_zone);

  return zone ? zone : g_time_zone_new_utc ();
}

static WbLangText *
make_text (const char *cs,
           const char *en)
{
  WbLangText *text = wb_lang_text_new ();

  wb_lang_text_set (text, "cs", cs);
  wb_lang_text_set (text, "en", en);

  return text;
}

static WbMoney
make_money (const char *currency,
            gint64      minor)
{
  WbMoney money = { minor, "" };

  g_strlcpy (money.currency, currency, sizeof money.currency);

  return money;
}

static void
set_list (GStrv             *place,
          const char *const *values)
{
  g_strfreev (*place);
  *place = g_strdupv ((GStrv) values);
}

/* Christmas of this year and the next: days on which nobody is called. */
static void
add_closed_days (WbAccount *account,
                 gint64     now)
{
  g_autofree char *today = wb_time_format (now);
  int year = (int) g_ascii_strtoll (today, NULL, 10);

  for (int i = 0; i < 2; i++) {
    for (int day = 24; day <= 26; day++) {
      g_autofree char *text = g_strdup_printf ("%04d-12-%d", year + i, day);
      gint32 date = 0;

      if (wb_date_parse (text, &date))
        g_array_append_val (account->closed_days, date);
    }
  }
}

static WbAccount *
make_account (WbDemoData *self)
{
  static const char *const languages[] = { "cs", "en", NULL };
  static const char *const currencies[] = { "CZK", "EUR", "PLN", NULL };
  static const struct {
    const char *currency;
    gint64 cap_minor;
    gint64 budget_minor;
  } limits[] = {
    { "CZK", 100000, 15000000 }, { "EUR", 4000, 600000 }, { "PLN", 17000, 2500000 },
  };
  WbHours hours = { 0x1f, 9 * 60, 17 * 60 };
  WbAccount *account = wb_account_new ();
  g_autofree char *now = wb_time_format (self->options.now);

  account->id = g_strdup (self->account_id);
  account->name = make_text ("Domov a světlo", "Home & Light");
  account->time_zone = g_strdup (shops[WB_DEMO_SHOP_CZ].time_zone);
  account->default_language = g_strdup ("cs");
  set_list (&account->languages, languages);
  set_list (&account->currencies, currencies);
  account->default_currency = g_strdup ("CZK");
  account->default_ticket_type = g_strdup (self->types[WB_DEMO_TYPE_RETURN]);
  account->numbering_prefix = g_strndup (now, 4);
  account->numbering_suffix_length = 6;
  account->portal_url = g_strdup ("https://www.example.com/vraceni");
  account->color_primary = g_strdup ("#1d4ed8");
  account->color_button_text = g_strdup ("#ffffff");
  account->color_background = g_strdup ("#ffffff");
  account->color_text = g_strdup ("#111827");
  account->font = g_strdup ("Inter");
  account->corner_radius = g_strdup ("medium");
  account->remarketing_active = !self->options.inactive;
  account->remarketing_activated_at =
    self->options.inactive ? WB_TIME_NONE : self->options.now - AGE_MS;
  g_array_append_val (account->business_hours, hours);
  add_closed_days (account, self->options.now);
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++) {
    WbMoney cap = make_money (limits[i].currency, limits[i].cap_minor);
    WbMoney budget = make_money (limits[i].currency, limits[i].budget_minor);

    g_array_append_val (account->coupon_cap, cap);
    g_array_append_val (account->coupon_budget, budget);
  }
  account->coupon_cap_percent_hundredths = 2500;
  account->version = 4;

  return account;
}

static WbUser *
make_user (WbDemoData *self,
           int         index)
{
  WbUser *user = wb_user_new ();

  user->id = g_strdup (self->users[index]);
  user->role = g_strdup (wb_role_to_text (users[index].role));
  user->email = g_strdup (users[index].email);
  user->full_name = g_strdup (users[index].name);
  user->phone_number = g_strdup (users[index].phone);
  user->last_activity_at = self->options.now - (index + 1) * 7 * WB_MINUTE_MS;
  user->date_joined = self->options.now - AGE_MS + index * 11 * WB_DAY_MS;
  user->version = 1;

  return user;
}

static WbTicketType *
make_type (WbDemoData *self,
           int         index)
{
  WbTicketType *type = wb_ticket_type_new ();

  type->id = g_strdup (self->types[index]);
  type->name = make_text (types[index].cs, types[index].en);
  type->kind = g_strdup (types[index].kind);
  type->color = g_strdup (types[index].color);
  type->position = index + 1;
  type->version = 1;

  return type;
}

static WbTicketState *
make_state (WbDemoData *self,
            int         type,
            int         step)
{
  WbTicketState *state = wb_ticket_state_new ();

  state->id = g_strdup (self->states[type][step]);
  state->name = make_text (steps[step].cs[type], steps[step].en[type]);
  state->type = g_strdup (self->types[type]);
  state->step = g_strdup (steps[step].step);
  state->color = g_strdup (steps[step].color);
  state->position = step + 1;
  state->version = 1;

  return state;
}

static WbTag *
make_tag (WbDemoData *self,
          int         index)
{
  WbTag *tag = wb_tag_new ();

  tag->id = g_strdup (self->tags[index]);
  tag->name = make_text (tags[index].cs, tags[index].en);
  tag->fgcolor = g_strdup ("#ffffff");
  tag->bgcolor = g_strdup (tags[index].background);
  tag->version = 1;

  return tag;
}

/**
 * wb_demo_catalogue_make:
 * @self: the data
 * @take: (scope call): takes each object
 * @data: for @take
 * @error: return location
 *
 * Returns: `FALSE` with @error set
 */
gboolean
wb_demo_catalogue_make (WbDemoData  *self,
                        WbDemoTake   take,
                        gpointer     data,
                        GError     **error)
{
  g_autoptr (WbAccount) account = make_account (self);

  if (!take (WB_DEMO_ACCOUNT, account, NULL, data, error))
    return FALSE;

  for (int i = 0; i < WB_DEMO_N_USERS; i++) {
    g_autoptr (WbUser) user = make_user (self, i);

    if (!take (WB_DEMO_USER, user, self->tokens[i], data, error))
      return FALSE;
  }
  for (int i = 0; i < WB_DEMO_N_TYPES; i++) {
    g_autoptr (WbTicketType) type = make_type (self, i);

    if (!take (WB_DEMO_TYPE, type, NULL, data, error))
      return FALSE;
  }
  for (int i = 0; i < WB_DEMO_N_TYPES * WB_DEMO_N_STEPS; i++) {
    g_autoptr (WbTicketState) state =
      make_state (self, i / WB_DEMO_N_STEPS, i % WB_DEMO_N_STEPS);

    if (!take (WB_DEMO_STATE, state, NULL, data, error))
      return FALSE;
  }
  for (int i = 0; i < WB_DEMO_N_TAGS; i++) {
    g_autoptr (WbTag) tag = make_tag (self, i);

    if (!take (WB_DEMO_TAG, tag, NULL, data, error))
      return FALSE;
  }
  return TRUE;
}

/**
 * wb_demo_data_new_store:
 * @self: the data
 * @shop: which of the shops
 *
 * Returns: (transfer full): the shop as the helpdesk knows it, but for where it stands
 */
WbMerchantStore *
wb_demo_data_new_store (WbDemoData *self,
                        WbDemoShop  shop)
{
  const char *const currencies[] = { shops[shop].currency, NULL };
  WbMerchantStore *store;

  g_return_val_if_fail (self, NULL);
  g_return_val_if_fail (shop < WB_DEMO_N_SHOPS, NULL);

  store = wb_merchant_store_new ();
  store->id = g_strdup (self->stores[shop]);
  store->store_id = g_strdup (shops[shop].store_id);
  store->name = g_strdup (shops[shop].name);
  store->platform = g_strdup (shops[shop].platform);
  store->currencies = g_strdupv ((GStrv) currencies);
  store->supports_coupons = TRUE;
  store->version = 1;

  return store;
}
