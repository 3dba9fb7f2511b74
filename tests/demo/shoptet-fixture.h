/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A pretend Shoptet shop and clients of it. What passes between them is written to the file that the
 * environment names (WB_SHOPTET_RECORD), for check-shoptet-schema.py. */

#pragma once

#include "wb-pretend-shoptet.h"
#include "wb-shoptet.h"

G_BEGIN_DECLS

#define SHOPTET_TOKEN "123456-p-777-PLANTEDPLANTEDPLANTEDPLANTED0"
#define SHOPTET_OAUTH "PLANTEDOAUTHPLANTEDOAUTHPLANTEDOAUTH"
#define SHOPTET_CODE "RMK7F3KQ2XW"

  typedef struct
  {
    WbMovableClock *clock; /* advances by itself */
    WbPretendShoptet *store;
    const char *url;
  } ShoptetFixture;

/* @options: (nullable) */
  void          shoptet_fixture_set_up      (ShoptetFixture                *self,
                                             const WbPretendShoptetOptions *options);
  void          shoptet_fixture_tear_down   (ShoptetFixture *self);
/* @secret: lines; NULL = the private token */
  WbShop       *shoptet_fixture_open        (ShoptetFixture *self,
                                             const char     *secret) G_GNUC_WARN_UNUSED_RESULT;
  char         *shoptet_fixture_addon       (ShoptetFixture *self,
                                             const char     *token) G_GNUC_WARN_UNUSED_RESULT;
/* 200 CZK off 1,000 CZK for 14 days. */
  WbShopCoupon *shoptet_fixture_coupon      (ShoptetFixture *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
