/** Devices, relationships, adverts, offers, errors, links: values that everyone shares. */
package dev.ferry.model;
