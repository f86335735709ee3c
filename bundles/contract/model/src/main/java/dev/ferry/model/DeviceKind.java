package dev.ferry.model;

/** What sort of device this is, for an icon and for filters. A hint by the device itself, never a fact that a decision rests on. */
public enum DeviceKind { DESKTOP, LAPTOP, PHONE, TABLET, SERVER, APPLIANCE, OTHER }
