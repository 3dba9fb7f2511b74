/* Copyright the Winback authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What the helpdesk in memory starts with, as it would say it; for wb-fake-helpdesk.c alone. */

#pragma once

#define BASE "/api/v2"

static const char account_json[] =
  "{\"id\":\"a1000001\",\"name\":{\"cs\":\"Nábytek\"},\"time_zone\":\"Europe/Prague\","
  "\"default_language\":\"cs\",\"languages\":[\"cs\"],\"currencies\":[\"CZK\"],"
  "\"default_currency\":\"CZK\",\"default_ticket_type\":\"b1000001\",\"ticket_numbering\":null,"
  "\"portal\":null,\"addons\":{\"remarketing\":{\"active\":true,\"activated_at\":null}},"
  "\"call_goal_hours\":24,\"business_hours\":[],\"closed_days\":[],\"coupon_cap\":{},\"coupon_budget\":{},"
  "\"coupon_cap_percent\":null,\"version\":4}";
static const char users_json[] =
  "{\"id\":\"d1000001\",\"role\":\"manager\",\"email\":null,\"full_name\":\"Eva Dvořáková\","
  "\"phone_number\":null,\"last_activity_at\":null,\"date_joined\":null,\"active\":true,\"version\":1}"
  ",{\"id\":\"d1000002\",\"role\":\"agent\",\"email\":null,\"full_name\":\"Petr Malý\","
  "\"phone_number\":null,\"last_activity_at\":null,\"date_joined\":null,\"active\":true,\"version\":1}";

/* The short lists, each with an ETag at level 1. */
static const struct
{
  const char *path;
  const char *items;
  int level;
} short_lists[] = {
  { BASE "/account/stores",
    "{\"id\":\"c1000001\",\"store_id\":\"hlavni\",\"name\":\"example.cz\",\"platform\":\"shoptet\","
    "\"url\":null,\"currencies\":[\"CZK\",\"EUR\"],\"connection\":\"connected\",\"last_sync_at\":null,"
    "\"supports_coupons\":true,\"version\":3}", 1 },
  { BASE "/users", users_json, 0 },
  { BASE "/types", "{\"id\":\"b1000001\",\"name\":{\"cs\":\"Vratka\"},\"kind\":\"return\","
    "\"color\":null,\"position\":1,\"version\":1}", 0 },
  { BASE "/states", "{\"id\":\"f1000001\",\"name\":\"Nová\",\"type\":\"b1000001\",\"step\":\"new\","
    "\"color\":null,\"position\":1,\"version\":1}", 0 },
  { BASE "/tags", "{\"id\":\"07000001\",\"name\":{\"cs\":\"VIP\"},\"fgcolor\":null,\"bgcolor\":null,"
    "\"version\":1}", 0 },
};
