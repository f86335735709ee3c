package dev.ferry.model;

/** How near a route is, nearest first: the order of the constants is the order of preference. Derived from the method and from measured time. */
public enum Proximity { SAME_HOST, BLUETOOTH, LAN, INTERNET }
