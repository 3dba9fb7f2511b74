/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What a shop can do with a coupon, as data (design.md 8): learnt by its client when the connection
 * is checked, kept with the shop, served to the desktop, and shown in place. */

#pragma once

#include "wb-record.h"

G_BEGIN_DECLS

/* Something a person should know about a shop, told by a code and, where there is one, a value
 * ("30" days, a module's name, a scope). Words: wb_shop_note_words(). */
  typedef enum
  {
    WB_SHOP_NOTE_CAN,    /* it can, and how */
    WB_SHOP_NOTE_CANNOT, /* the platform cannot; nobody can mend it */
    WB_SHOP_NOTE_MISSING, /* the shop's owner can mend it */
  } WbShopNoteKind;

  typedef struct
  {
    WbShopNoteKind kind;
    char *code;  /* (owned) one of WB_SHOP_NOTE_... below; an unknown one is shown as it came */
    char *value; /* (owned) (nullable) */
  } WbShopNote;

  WB_DECLARE_RECORD (WbShopNote, wb_shop_note)

  WbShopNote *wb_shop_note_make      (WbShopNoteKind kind,
                                      const char       *code,
                                      const char       *value) G_GNUC_WARN_UNUSED_RESULT;
/* A translated sentence for a shop's owner. */
  char       *wb_shop_note_words     (const WbShopNote *self) G_GNUC_WARN_UNUSED_RESULT;
  const char *wb_shop_note_kind_to_text   (WbShopNoteKind kind);
  gboolean    wb_shop_note_kind_from_text (const char *text, WbShopNoteKind *kind_out);

/* A coupon for one e-mail address only: CAN (WooCommerce), CANNOT (Shoptet; Shopify needs a customer) */
#define WB_SHOP_NOTE_EMAIL "email_restriction"
#define WB_SHOP_NOTE_ONE_CURRENCY "one_currency"     /* CANNOT: fixed amounts in the shop's currency only; others are converted */
#define WB_SHOP_NOTE_ANY_CURRENCY "any_currency"     /* CAN: a coupon per currency */
#define WB_SHOP_NOTE_VAT_INCLUDED "vat_included"     /* CAN: a fixed amount counts with VAT */
#define WB_SHOP_NOTE_VAT_EXCLUDED "vat_excluded"     /* CAN: a fixed amount counts before VAT */
#define WB_SHOP_NOTE_TEMPLATE "template"             /* CAN, value = the template's title; MISSING = none chosen */
#define WB_SHOP_NOTE_MODULE "module"                 /* MISSING, value = the module to switch on */
#define WB_SHOP_NOTE_PLAN "plan"                     /* MISSING or CANNOT, value = the plan it takes */
#define WB_SHOP_NOTE_SCOPE "scope"                   /* MISSING, value = the permission to grant */
#define WB_SHOP_NOTE_ORDERS "orders"                 /* CAN: used coupons and orders are followed */
#define WB_SHOP_NOTE_ORDER_DAYS "order_days"         /* CANNOT, value = days of orders that can be read */
#define WB_SHOP_NOTE_ORDER_BY_NAME "order_by_name"   /* CANNOT: which order used a coupon is read from the name of its discount row */
#define WB_SHOP_NOTE_COUPONS_OFF "coupons_off"       /* MISSING: the shop does not let customers enter coupons */
#define WB_SHOP_NOTE_CODE_LENGTH "code_length"       /* CANNOT, value = characters a code may have */
#define WB_SHOP_NOTE_API_VERSION "api_version"       /* CAN, value = the version that answered; MISSING = it will end */
#define WB_SHOP_NOTE_KEY_OF "key_of"                 /* CAN, value = the address of the shop the key is for */
#define WB_SHOP_NOTE_KEY_IN_URL "key_in_url"         /* MISSING: the web server strips the sign-in header */

  typedef struct
  {
    gboolean percent;
    gboolean fixed;
    gboolean minimum;
    gboolean expiry;
    gboolean email_restriction;
    gboolean prices_include_vat; /* what a fixed amount is worth; with `vat_known` */
    gboolean vat_known;
    int code_chars_max;         /* 0 = no limit that matters */
    GStrv currencies;           /* (owned) those a coupon can be issued in */
    char *time_zone;            /* (owned) IANA name or "+HH:MM" */
    char *name;                 /* (owned) (nullable) the shop's own name */
    char *platform;             /* (owned) */
    char *template_title;       /* (owned) (nullable) Shoptet: what decides where coupons apply */
    GPtrArray *notes;           /* (owned) (element-type WbShopNote) never NULL */
  } WbShopCaps;

  WB_DECLARE_RECORD (WbShopCaps, wb_shop_caps)

  void        wb_shop_caps_add_note  (WbShopCaps       *self,
                                      WbShopNoteKind kind,
                                      const char       *code,
                                      const char       *value);
/* (nullable) the first note of @kind and @code */
  const WbShopNote *wb_shop_caps_find_note (const WbShopCaps *self,
                                            WbShopNoteKind kind,
                                            const char       *code);

G_END_DECLS
