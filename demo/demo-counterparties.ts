/** Who the demo customers deal with: name, what the statement says, and the usual amount in minor units. */

import { hashText } from '#demo/random.ts';
import type { EntryView } from '#lib/ledger/schema.ts';

type Row = readonly [name: string, descriptions: string, min: number, max: number];

/** Amounts in whole units; descriptions are divided by `/`. */
const group = (category: string, type: EntryView['type'], rows: readonly Row[]) =>
  rows.map(([name, descriptions, min, max]) => ({
    name,
    descriptions: descriptions.split('/'),
    category,
    type,
    minMinor: min * 100,
    maxMinor: max * 100,
  }));

/** `minMinor` and `maxMinor` are usual amounts, without sign. */
export type Counterparty = ReturnType<typeof group>[number];

/** A made-up account number that always belongs to the same name. */
export const accountNumberOf = (name: string): string => String(1_000_000_000 + (hashText(name) % 9e8));

const GROCERIES = 'Groceries/Weekly shop/Food and household/Fresh fruit and vegetables';
const COFFEE = 'Coffee/Flat white/Coffee and croissant/Espresso';
const MEAL = 'Dinner/Lunch/Dinner for two/Table for four';
const FRIEND = 'Thanks for dinner/Concert tickets/Shared taxi/Birthday present/Weekend away';

export const COUNTERPARTIES = {
  groceries: group('groceries', 'card', [
    ['Tesco', GROCERIES, 8, 72],
    ['Aldi', GROCERIES, 6, 58],
    ['Lidl', GROCERIES, 6, 55],
    ["Sainsbury's", GROCERIES, 8, 70],
    ['Waitrose', GROCERIES, 12, 88],
    ['Whole Foods Market', GROCERIES, 14, 90],
    ["Trader Joe's", GROCERIES, 10, 75],
    ['Carrefour City', GROCERIES, 5, 40],
    ['Edeka Schröder', GROCERIES, 6, 52],
    ['Monoprix', GROCERIES, 6, 48],
    ['Farmers Market', 'Vegetables/Cheese and bread/Honey and eggs', 5, 32],
    ['Butcher & Sons', 'Meat counter/Sunday roast', 9, 44],
    ['Boulangerie Lefèvre', 'Bread/Baguette and tartelettes/Pâtisserie', 3, 14],
    ['Fishmonger Olsen', 'Fresh fish/Smoked salmon', 9, 38],
    ['Costco', 'Groceries in bulk/Household in bulk', 45, 180],
  ]),
  coffee: group('coffee', 'card', [
    ['Starbucks', COFFEE, 3, 9],
    ['Costa Coffee', COFFEE, 3, 8],
    ['Café Müller', COFFEE, 3, 11],
    ['Blue Bottle Coffee', COFFEE, 4, 10],
    ['Pret A Manger', 'Coffee and sandwich/Porridge/Lunch to go', 4, 12],
    ['Caffè Nero', COFFEE, 3, 8],
    ['The Daily Grind', COFFEE, 3, 9],
    ['Kaffeebar Österreich', COFFEE, 3, 9],
    ['Tim Hortons', 'Coffee and doughnut/Coffee', 3, 8],
  ]),
  restaurants: group('restaurants', 'card', [
    ["Nando's", MEAL, 14, 48],
    ['Wagamama', MEAL, 15, 52],
    ['Pizza Express', MEAL, 14, 46],
    ['Five Guys', 'Burger and fries/Lunch', 10, 28],
    ['Chipotle', 'Burrito bowl/Lunch', 9, 24],
    ['Crêperie Bretonne', 'Galettes/Crêpes and cider', 12, 42],
    ['Sushi Daiwa', 'Sushi/Bento box/Omakase', 16, 78],
    ['Taquería El Paisà', 'Tacos/Lunch', 9, 34],
    ['Trattoria da Niccolò', MEAL, 18, 74],
    ['Golden Dragon', 'Dim sum/Takeaway', 12, 44],
    ['Bombay Palace', 'Curry night/Takeaway', 14, 48],
    ['Deliveroo', 'Dinner delivered/Lunch delivered', 12, 42],
    ['Uber Eats', 'Dinner delivered/Lunch delivered', 12, 44],
    ["McDonald's", 'Meal/Drive-through', 6, 18],
    ['The Red Lion', 'Drinks/Pub lunch/Quiz night', 9, 46],
    ['Leon', 'Lunch box/Lunch', 8, 16],
    ['Itsu', 'Lunch/Soup and sushi', 8, 17],
    ['Smokehouse 21', MEAL, 18, 66],
  ]),
  transport: group('transport', 'card', [
    ['City Transit', 'Day ticket/Travel card top-up/Single fare', 2, 16],
    ['Uber', 'Ride/Ride to the station/Ride home', 7, 34],
    ['Lyft', 'Ride/Ride home', 7, 32],
    ['Bolt', 'Ride/Scooter ride', 3, 22],
    ['National Rail', 'Return ticket/Season ticket/Single ticket', 9, 68],
    ['Lime', 'Bike ride/Scooter ride', 2, 8],
    ['ParkNow', 'Parking/Parking, city centre', 3, 18],
    ['Airport Express', 'Single ticket/Return ticket', 12, 36],
    ['FreeNow', 'Taxi/Taxi home', 9, 38],
  ]),
  fuel: group('fuel', 'card', [
    ['Shell', 'Fuel/Fuel and car wash', 32, 78],
    ['BP', 'Fuel/Fuel and snacks', 32, 76],
    ['Esso', 'Fuel', 30, 74],
    ['TotalEnergies', 'Fuel/Charging', 18, 72],
    ['Ionity', 'Charging, motorway', 16, 46],
  ]),
  shopping: group('shopping', 'card', [
    ['Amazon', 'Order/Books/Household order/Gift', 8, 120],
    ['IKEA', 'Furniture/Kitchen things/Lamps', 18, 210],
    ['Etsy', 'Handmade gift/Print', 11, 62],
    ['eBay', 'Auction won/Order', 7, 95],
    ['Zara', 'Clothes/Coat/Shirt', 20, 120],
    ['H&M', 'Clothes/Basics', 12, 78],
    ['Uniqlo', 'Clothes/Heattech/Jeans', 15, 95],
    ['Nike', 'Running shoes/Sportswear', 35, 145],
    ['Decathlon', 'Sports equipment/Hiking boots', 12, 98],
    ['Søstrene Grene', 'Home and hobby/Candles', 6, 38],
    ['Muji', 'Stationery/Storage boxes', 8, 56],
    ['Waterstones', 'Books/Paperbacks', 9, 46],
    ['The Body Shop', 'Cosmetics/Gift set', 9, 44],
    ['Primark', 'Clothes/Basics', 8, 52],
    ['Lego Store', 'Building set/Birthday present', 18, 130],
    ['Flying Tiger', 'Small things/Party things', 4, 22],
    ['John Lewis', 'Homeware/Bedding/Kitchen', 22, 190],
    ['Marks & Spencer', 'Clothes/Food hall', 10, 84],
    ['Levi’s', 'Jeans/Jacket', 45, 130],
  ]),
  electronics: group('electronics', 'card', [
    ['Apple Store', 'Accessories/Headphones/Charger', 25, 240],
    ['Best Buy', 'Electronics/Cables/Monitor stand', 14, 220],
    ['MediaMarkt', 'Electronics/Kitchen appliance', 16, 230],
    ['Currys', 'Electronics/Printer ink', 15, 190],
    ['Saturn Élite', 'Headphones/Camera lens', 28, 260],
    ['Steam', 'Game/Games in sale', 5, 55],
    ['Nintendo eShop', 'Game/Game add-on', 8, 58],
  ]),
  home: group('home', 'card', [
    ['B&Q', 'Paint and brushes/Garden things/Tools', 9, 110],
    ['Home Depot', 'Tools/Timber/Garden things', 12, 130],
    ['Leroy Merlin', 'Tools/Bathroom fittings', 12, 120],
    ['Garden Centre Willow', 'Plants/Compost/Roses', 8, 64],
    ['Dry Clean Express', 'Dry cleaning/Shirts', 8, 34],
    ['Key & Lock Service', 'Spare keys/Lock repair', 9, 85],
    ['Handyman Novák', 'Repair/Assembly', 40, 160],
  ]),
  health: group('health', 'card', [
    ['Boots', 'Pharmacy/Toiletries/Prescription', 5, 42],
    ['CVS Pharmacy', 'Prescription/Toiletries', 6, 44],
    ['Superdrug', 'Toiletries/Cosmetics', 5, 32],
    ['Apotheke am Markt', 'Prescription/Cold remedy', 6, 38],
    ['Dr. Hansen, Dentist', 'Check-up/Hygienist', 45, 180],
    ['Specsavers', 'Contact lenses/Glasses', 24, 190],
    ['Physio Plus', 'Physiotherapy', 42, 78],
    ['Barber Gómez', 'Haircut/Haircut and beard', 18, 38],
    ['Salon Élodie', 'Haircut/Colour', 35, 120],
    ['Yoga Loft', 'Drop-in class/Ten classes', 14, 110],
  ]),
  entertainment: group('entertainment', 'card', [
    ['Odeon Cinemas', 'Cinema tickets/Popcorn', 9, 38],
    ['Ticketmaster', 'Concert tickets/Theatre tickets', 32, 180],
    ['Bowling World', 'Bowling/Bowling and drinks', 14, 48],
    ['City Museum', 'Exhibition/Annual pass', 9, 45],
    ['Climbing Hall', 'Day ticket/Shoes hire', 12, 32],
    ['National Theatre', 'Theatre tickets/Interval drinks', 24, 120],
    ['Jazz Cellar', 'Entrance/Drinks', 10, 46],
    ['City Zoo', 'Family ticket', 22, 68],
    ['Public Swimming Pool', 'Swim/Ten swims', 4, 42],
    ['Escape Rooms', 'Escape room for four', 48, 96],
    ['Eventbrite', 'Workshop/Meetup', 8, 52],
  ]),
  travel: group('travel', 'card', [
    ['easyJet', 'Flight/Flight and bag', 45, 240],
    ['British Airways', 'Flight/Seat selection', 28, 290],
    ['Lufthansa', 'Flight/Flight, return', 80, 295],
    ['Ryanair', 'Flight/Priority boarding', 18, 150],
    ['Airbnb', 'Apartment/Weekend stay', 95, 290],
    ['Booking.com', 'Hotel/Hotel, two nights', 85, 290],
    ['Hotel Jardín', 'Hotel/Breakfast', 28, 220],
    ['Motel 6', 'Room/Room and parking', 55, 130],
    ['Hertz', 'Car hire/Fuel charge', 42, 240],
    ['Eurostar', 'Train tickets', 58, 220],
    ['Duty Free Zürich', 'Duty free/Chocolate', 9, 74],
    ['Trainline', 'Train tickets/Railcard', 12, 110],
    ['Gelateria Sótano', 'Ice cream/Ice cream for four', 4, 16],
  ]),
  pets: group('pets', 'card', [
    ['Pets at Home', 'Cat food/Cat litter/Toys', 8, 46],
    ['Vet Dr. Łukasz', 'Vaccination/Check-up', 38, 150],
  ]),
  education: group('education', 'card', [
    ['Coursera', 'Course/Certificate', 35, 79],
    ['Language School Ñandú', 'Spanish lessons', 48, 120],
    ['Udemy', 'Course in sale', 11, 24],
    ["O'Reilly Media", 'E-book/Books', 18, 52],
  ]),
  charity: group('charity', 'transfer', [
    ['Red Cross', 'Donation', 10, 50],
    ['Médecins Sans Frontières', 'Donation', 15, 50],
    ['WWF', 'Donation', 10, 40],
    ['Local Food Bank', 'Donation', 10, 40],
  ]),
  cash: group('cash', 'cash', [
    ['Redis Bank ATM, Main Street', 'Cash withdrawal', 20, 120],
    ['Redis Bank ATM, Station', 'Cash withdrawal', 20, 100],
    ['Redis Bank ATM, Harbour', 'Cash withdrawal', 20, 80],
  ]),
  friends: group('friends', 'transfer', [
    ['Maria Rossi', FRIEND, 8, 90],
    ['Jürgen Weiß', FRIEND, 8, 85],
    ['Zoë Lefebvre', FRIEND, 8, 80],
    ['Tom Baker', FRIEND, 8, 85],
    ['Aisha Khan', FRIEND, 8, 80],
    ['Søren Kjær', FRIEND, 8, 90],
    ['Ana Conceição', FRIEND, 8, 75],
    ['Dmitri Ivanov', FRIEND, 8, 80],
    ['Yuki Tanaka', FRIEND, 8, 85],
    ['Grace O’Connor', FRIEND, 8, 90],
  ]),
  sales: group('sales', 'transfer', [
    ['Vinted', 'Sale of clothes/Sale of shoes', 8, 60],
    ['PayPal', 'Sale of a bike lamp/Sale of books/Payout', 9, 140],
    ['Stripe Payouts', 'Side project payout', 40, 260],
    ['Cashback Club', 'Cashback', 2, 24],
  ]),
  subscriptions: group('subscriptions', 'direct_debit', [
    ['Netflix', 'Subscription', 15, 16],
    ['Spotify', 'Subscription, family', 16, 17],
    ['Apple iCloud', 'Storage', 2, 3],
    ['YouTube Premium', 'Subscription', 12, 13],
    ['Disney+', 'Subscription', 9, 10],
    ['The Guardian', 'Newspaper subscription', 11, 12],
    ['New York Times', 'Newspaper subscription', 17, 18],
    ['Adobe', 'Photography plan', 11, 12],
    ['Dropbox', 'Storage', 11, 12],
    ['PureGym', 'Gym membership', 25, 30],
    ['Audible', 'Audiobooks', 8, 9],
    ['Headspace', 'Subscription', 12, 13],
  ]),
  utilities: group('utilities', 'direct_debit', [
    ['Octopus Energy', 'Electricity/Electricity and gas', 62, 145],
    ['Thames Water', 'Water', 28, 41],
    ['Vodafone', 'Mobile phone', 22, 28],
    ['BT Broadband', 'Broadband', 34, 36],
    ['City Council', 'Council tax', 128, 128],
    ['Waste & Recycling', 'Waste collection', 14, 18],
  ]),
  insurance: group('insurance', 'direct_debit', [
    ['Allianz', 'Home insurance', 24, 24],
    ['AXA', 'Car insurance', 58, 58],
    ['Bupa', 'Dental insurance', 19, 19],
  ]),
  housing: group('housing', 'standing_order', [
    ['Parkview Lettings', 'Rent', 1450, 1450],
    ['Harbour Homes', 'Rent', 1280, 1280],
    ['Old Town Estates', 'Rent', 1120, 1120],
  ]),
  income: group('income', 'salary', [
    ['Northwind Traders', 'Salary', 5480, 5480],
    ['Contoso Studio', 'Salary', 4620, 4620],
    ['City Hospital', 'Salary', 4210, 4210],
  ]),
  bank: group('bank', 'fee', [['Redis Bank', 'Account fee', 3, 3]]),
} as const;

export type Group = keyof typeof COUNTERPARTIES;

export const ALL_COUNTERPARTIES: readonly Counterparty[] = Object.values(COUNTERPARTIES).flat();

/** The one of that name in a group. Throws for a name that is not in it: a slip in the code above. */
export function counterparty(from: Group, name: string): Counterparty {
  const found = COUNTERPARTIES[from].find((one) => one.name === name);
  if (!found) throw new RangeError(`no ${name} in ${from}`);
  return found;
}
